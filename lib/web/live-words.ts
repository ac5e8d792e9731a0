/** How a page that shows news as they come stands. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly updatedAtMs: number | null }
  | { readonly kind: 'lost'; readonly sinceMs: number };

/** A state in words; `clock` writes a time of day. */
export function liveWords(state: LiveState, clock: (atMs: number) => string): string {
  switch (state.kind) {
    case 'connecting':
      return '';
    case 'live':
      return state.updatedAtMs === null ? 'live' : `live · updated ${clock(state.updatedAtMs)}`;
    case 'lost':
      return `not live any more since ${clock(state.sinceMs)} · trying again`;
  }
}

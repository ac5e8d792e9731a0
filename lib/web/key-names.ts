/** A key, and what it does. */
export interface KeyHelp {
  readonly keys: string;
  readonly does: string;
}

/** What `?` lists. */
export const KEY_HELP: readonly KeyHelp[] = [
  { keys: '/', does: 'filter the list of journeys' },
  { keys: 'g o', does: 'go to the overview' },
  { keys: 'g c', does: 'go to the comparison' },
  { keys: 'g m', does: 'go to the costs (money)' },
  { keys: '← →', does: 'in a chart: the value before or after' },
  { keys: 'Page Up, Page Down, Home, End', does: 'in a chart: farther' },
  { keys: '+ −', does: 'in a chart: zoom in, show all' },
  { keys: 'Esc', does: 'empty the filter, close this' },
  { keys: '?', does: 'show these keys' },
];

/** What a key of the page is for; `go` names a page of the navigation. */
export type KeyAction =
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' }
  | { readonly kind: 'go'; readonly page: string }
  | { readonly kind: 'wait' };

const PAGES: Readonly<Record<string, string>> = { o: 'overview', c: 'compare', m: 'costs' };

/** What a key does, alone or after `g`; null: nothing. */
export function keyAction(key: string, before: 'g' | null): KeyAction | null {
  if (before === 'g') {
    const page = PAGES[key];

    return page === undefined ? null : { kind: 'go', page };
  }
  if (key === '/') return { kind: 'filter' };
  if (key === '?') return { kind: 'help' };

  return key === 'g' ? { kind: 'wait' } : null;
}

/** When a page was last refreshed, and whether there is news since. */
export interface RefreshPace {
  readonly lastMs: number;
  readonly isNewsWaiting: boolean;
  readonly isHidden: boolean;
}

/** A page is refreshed at most this often. */
const REFRESH_EVERY_MS = 2_000;

/** How long until a page is to be refreshed: 0 at once, null not before something else happens. */
export function refreshDelayMs(
  { lastMs, isNewsWaiting, isHidden }: RefreshPace,
  nowMs: number,
): number | null {
  if (!isNewsWaiting || isHidden) return null;

  return Math.max(0, lastMs + REFRESH_EVERY_MS - nowMs);
}

/** From this on, a time is given in seconds. */
const SECOND_MS = 1_000;
const TENTHS = 10;

/** A limit as people set it: whole milliseconds below a second, else seconds with at most one decimal. */
export function inWholeUnits(ms: number): string {
  return Math.round(ms) < SECOND_MS
    ? `${Math.round(ms)} ms`
    : `${Math.round((ms * TENTHS) / SECOND_MS) / TENTHS} s`;
}

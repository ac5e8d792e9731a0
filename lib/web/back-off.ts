const FIRST_MS = 1_000;
const MAX_MS = 30_000;

/** How long to wait before trying again, after so many failures in a row: 1 s, 2 s, 4 s, … 30 s. */
export function backOffMs(failures: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}

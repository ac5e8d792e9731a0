import type { Grid } from '../../lib/core/dashboard/journey/journey-page.ts';

/** Buckets that are all filled. */
export function wholeGrid(startMs: number, stepMs: number, length: number): Grid {
  return { startMs, stepMs, length, fromMs: startMs, toMs: startMs + stepMs * length };
}

import type { RollupRange } from '../rollup/rollup.ts';
import { DAY_MS, HOUR_MS } from '../base/time.ts';

/** The analysed time, in milliseconds since 1970. */
export interface TrendRange {
  /** Midnight in UTC. */
  readonly fromMs: number;
  /** Exclusive: the end of an hour. */
  readonly toMs: number;
}

/** How far back the analysis reads: more than a quarter of a year, and 17 whole weeks. */
export const TREND_DAYS = 120;

/** Forecasts reach as far ahead as the data reach back, at most. */
export const MAX_DAYS_AHEAD = TREND_DAYS;

/** The range of an analysis: whole days, and the hours of today that have ended. */
export function trendRange(nowMs: number, days: number = TREND_DAYS): TrendRange {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;

  return { fromMs: Math.floor(toMs / DAY_MS) * DAY_MS - days * DAY_MS, toMs };
}

/** A range as stores take it. */
export function isoRange({ fromMs, toMs }: TrendRange): RollupRange {
  return { since: new Date(fromMs).toISOString(), until: new Date(toMs).toISOString() };
}

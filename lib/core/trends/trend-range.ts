import { DAY_MS, HOUR_MS, type TimeRange } from '../base/time.ts';

/** How far back the analysis reads: more than a quarter of a year, and 17 whole weeks. */
export const TREND_DAYS = 120;

/** Forecasts reach as far ahead as the data reach back, at most. */
export const MAX_DAYS_AHEAD = TREND_DAYS;

/** The range of an analysis: from midnight in UTC, whole days and the hours of today that have ended. */
export function trendRange(nowMs: number, days: number = TREND_DAYS): TimeRange {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;

  return { fromMs: Math.floor(toMs / DAY_MS) * DAY_MS - days * DAY_MS, toMs };
}

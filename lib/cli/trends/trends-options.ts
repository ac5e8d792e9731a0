import { trendRange } from '../../core/trends/trend-range.ts';
import { sinceInstant, type RunsOptions } from '../frame/runs-options.ts';
import { DAY_MS, type TimeRange } from '../../core/base/time.ts';

/** Options of `waywiser trends`, as they are typed. */
export interface TrendsOptions extends Omit<RunsOptions, 'outcome' | 'limit' | 'run'> {
  readonly metric?: string;
}

/** A little less than the retention of hourly rollups. */
const MAX_DAYS = 399;

/**
 * The whole days that `--since` asks for until the last full hour; by default those of the daily
 * analysis. Throws a RangeError for an invalid instant, and for one ahead or too far back.
 */
export function trendsRange(since: string | undefined, nowMs: number): TimeRange {
  const usual = trendRange(nowMs);
  if (since === undefined) return usual;
  const sinceMs = Date.parse(sinceInstant(since, nowMs));
  const fromMs = Math.floor(sinceMs / DAY_MS) * DAY_MS;
  if (fromMs >= usual.toMs || fromMs < usual.toMs - MAX_DAYS * DAY_MS) {
    throw new RangeError(
      `Cannot analyse trends since "${since}"; expected a time within the last ${MAX_DAYS} days, for which hourly rollups are stored`,
    );
  }

  return { fromMs, toMs: usual.toMs };
}

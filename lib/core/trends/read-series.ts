import { dailyQuantiles, type DailySeries, hourlyMedians } from '../stats/hourly-medians.ts';
import type { HourlySeries } from '../stats/series.ts';
import type { MetricSeries } from './finding.ts';
import type { TrendPorts } from './trend-ports.ts';
import { isoRange, type TimeRange } from '../base/time.ts';

/** The store of rollups that a series is read from, and the codec of their histograms. */
export type SeriesPorts = Pick<TrendPorts, 'rollups' | 'histograms'>;

/** The medians of a series' hours: one query. */
export async function readHourly(
  { rollups, histograms }: SeriesPorts,
  series: MetricSeries,
  range: TimeRange,
): Promise<HourlySeries> {
  return hourlyMedians(await rollups.metric(series, 'hour', isoRange(range)), histograms, range);
}

/** A quantile of each of a series' days, by day rollups: one query. */
export async function readDaily(
  { rollups, histograms }: SeriesPorts,
  series: MetricSeries & { readonly q: number },
  range: TimeRange,
): Promise<DailySeries> {
  const days = await rollups.metric(series, 'day', isoRange(range));

  return dailyQuantiles(days, histograms, { ...range, q: series.q });
}

import { unitOfMetric } from '../../rollup/metric.ts';
import type { HistogramCodec, MetricRollup } from '../../rollup/rollup.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { InsufficientData } from '../../stats/series.ts';
import type { Grid, QuantileBands, QuantileTrack } from './journey-page.ts';
import { mergedQuantile, valuesOf } from '../history/merged-sample.ts';
import { inBuckets } from './page-grid.ts';
import type { RollupAt } from '../history/series-history.ts';

/** The data of bands. */
export interface BandsSubject {
  readonly metric: string;
  readonly grid: Grid;
  readonly quantiles: readonly number[];
  readonly values: readonly RollupAt<MetricRollup>[];
}

/** Quantiles of the merged histograms of each bucket; null: there is no value in the range. */
export function quantileBands(
  { metric, grid, quantiles, values }: BandsSubject,
  codec: HistogramCodec,
): QuantileBands | null {
  const buckets = inBuckets(grid, values);
  const counts = buckets.map(valuesOf);
  if (counts.every(({ n }) => n === 0)) return null;

  return {
    metric,
    unit: unitOfMetric(metric),
    grid,
    n: counts.map(({ n }) => n),
    censored: counts.map(({ censored }) => censored),
    tracks: quantiles.map((q) => trackOf(q, buckets, codec)),
  };
}

function trackOf(
  q: number,
  buckets: readonly (readonly MetricRollup[])[],
  codec: HistogramCodec,
): QuantileTrack {
  const estimates = buckets.map((rollups) => mergedQuantile(rollups, q, codec));

  return {
    q,
    values: estimates.map((each) => numberOf(each, 'value')),
    low: estimates.map((each) => numberOf(each, 'low')),
    high: estimates.map((each) => numberOf(each, 'high')),
  };
}

function numberOf(
  estimate: QuantileEstimate | InsufficientData,
  what: 'value' | 'low' | 'high',
): number | null {
  if (estimate.kind === 'insufficient-data') return null;
  const value = estimate[what];

  return Number.isFinite(value) ? roundNumber(value) : null;
}

/** An estimate with rounded numbers, as pages have it. */
export function rounded(
  estimate: QuantileEstimate | InsufficientData,
): QuantileEstimate | InsufficientData {
  if (estimate.kind === 'insufficient-data') return estimate;
  const { value, low, high } = estimate;

  return {
    ...estimate,
    value: roundNumber(value),
    low: roundNumber(low),
    high: roundNumber(high),
  };
}

const DIGITS = 4;

/**
 * A number with four significant digits: more than a histogram has, whose buckets are up to 0.8%
 * wide, and few enough for a page with thousands of numbers. Infinity stays as it is.
 */
export function roundNumber(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : value;
}

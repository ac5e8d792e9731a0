import { toWhole, unitOfMetric, wholePerUnit } from './metric.ts';
import type { HistogramCodec, MetricRollup } from './rollup.ts';

/** The values of one metric in one hour, complete and cut off. */
interface MetricSubject {
  readonly metric: string;
  readonly timed: readonly number[];
  /** Cut off by a time-out (right-censored). */
  readonly censored: readonly number[];
}

/**
 * Rolls up values, each rounded to a whole microsecond, millionth, byte or count: sums, extremes and
 * counts do not depend on their order.
 */
export function rollUpMetric(
  { metric, timed, censored }: MetricSubject,
  codec: HistogramCodec,
): MetricRollup {
  const unit = unitOfMetric(metric);
  const perUnit = wholePerUnit(unit);
  const wholes = timed.map((value) => toWhole(value, unit)).toSorted((a, b) => a - b);
  const [min, max] = [wholes[0], wholes.at(-1)];

  return {
    kind: 'metric',
    unit,
    n: wholes.length,
    sum: wholes.reduce((sum, whole) => sum + whole, 0) / perUnit,
    min: min === undefined ? null : min / perUnit,
    max: max === undefined ? null : max / perUnit,
    histogram: codec.encode(timed, unit),
    censored:
      censored.length === 0
        ? null
        : { n: censored.length, histogram: codec.encode(censored, unit) },
  };
}

/** Merges rollups of one metric exactly, as if made from all their values at once; null for none. */
export function mergeMetrics(
  rollups: readonly MetricRollup[],
  codec: HistogramCodec,
): MetricRollup | null {
  const [first] = rollups;
  if (first === undefined) return null;
  const { unit } = first;
  const perUnit = wholePerUnit(unit);
  const mins = rollups.map(({ min }) => min).filter(isThere);
  const maxs = rollups.map(({ max }) => max).filter(isThere);
  const censored = rollups.map((rollup) => rollup.censored).filter(isThere);

  return {
    kind: 'metric',
    unit,
    n: rollups.reduce((sum, { n }) => sum + n, 0),
    // In whole numbers: a sum of quotients would depend on the order.
    sum: rollups.reduce((total, { sum }) => total + Math.round(sum * perUnit), 0) / perUnit,
    min: mins.length === 0 ? null : Math.min(...mins),
    max: maxs.length === 0 ? null : Math.max(...maxs),
    histogram: codec.merge(rollups.map(({ histogram }) => histogram)),
    censored:
      censored.length === 0
        ? null
        : {
            n: censored.reduce((sum, { n }) => sum + n, 0),
            histogram: codec.merge(censored.map(({ histogram }) => histogram)),
          },
  };
}

function isThere<T>(value: T | null): value is T {
  return value !== null;
}

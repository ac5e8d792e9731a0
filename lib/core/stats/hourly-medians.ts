import type { Dated, HistogramCodec, MetricRollup } from '../rollup/rollup.ts';
import { pointRank } from './quantile.ts';
import { type BinnedSample, type RankedSample, rankedSample } from './ranked-sample.ts';
import type { HourlySeries } from './series.ts';
import { DAY_MS, HOUR_MS, type TimeRange } from '../base/time.ts';

/** A value for each day of UTC from a first one on; NaN where there is none. */
export interface DailySeries {
  /** Midnight of UTC, in milliseconds since 1970. */
  readonly startMs: number;
  readonly values: Float64Array;
  /** How many values each day had, with those that were cut off. */
  readonly ns: Float64Array;
}

/**
 * The median of each hour of a range, from the hour that holds `fromMs` on: NaN for an hour without
 * values; that of a single value is its bucket's middle. A timing that was cut off is large, not
 * missing: it takes part at its bound, so that an hour in which most runs timed out has the time-out
 * as its median.
 */
export function hourlyMedians(
  rollups: readonly Dated<MetricRollup>[],
  codec: HistogramCodec,
  range: TimeRange,
): HourlySeries {
  const spans = spansOf(rollups, codec, { ...range, lengthMs: HOUR_MS });

  return {
    startMs: spans.startMs,
    values: Float64Array.from(spans.samples, (sample) =>
      sample === null ? NaN : sample.valueAt(pointRank(sample.n, MEDIAN)),
    ),
  };
}

/**
 * The q-th quantile of each day of a range, from the day that holds `fromMs` on, by rollups of days,
 * or of hours, which are added up. NaN for a day with too few values for the quantile to lie among
 * them: of n values, the largest lies at n / (n + 1) of their distribution on average, so p95 needs 19
 * values, p99 needs 99, and the median 1.
 * Timings that were cut off take part at their bounds, as in {@link hourlyMedians}.
 */
export function dailyQuantiles(
  rollups: readonly Dated<MetricRollup>[],
  codec: HistogramCodec,
  range: TimeRange & { readonly q: number },
): DailySeries {
  const spans = spansOf(rollups, codec, { ...range, lengthMs: DAY_MS });
  const fewest = fewestForPoint(range.q);

  return {
    startMs: spans.startMs,
    values: Float64Array.from(spans.samples, (sample) =>
      sample === null || sample.n < fewest ? NaN : sample.valueAt(pointRank(sample.n, range.q)),
    ),
    ns: Float64Array.from(spans.samples, (sample) => sample?.n ?? 0),
  };
}

const MEDIAN = 0.5;
/** Guards against 1 - 0.9 being a little less than 0.1. */
const ROUNDING = 1e-9;

/** How many values put the q-th quantile between the least and the largest of them, on average. */
export function fewestForPoint(q: number): number {
  return Math.ceil(Math.max(q, 1 - q) / Math.min(q, 1 - q) - ROUNDING);
}

/** The sample of each hour or day; null for those without values. */
function spansOf(
  rollups: readonly Dated<MetricRollup>[],
  codec: HistogramCodec,
  { fromMs, toMs, lengthMs }: TimeRange & { readonly lengthMs: number },
): { readonly startMs: number; readonly samples: readonly (RankedSample | null)[] } {
  const first = Math.floor(fromMs / lengthMs);
  const count = Math.max(0, Math.ceil(toMs / lengthMs) - first);
  const gathered = new Map<number, BinnedSample>();
  for (const { startsAt, rollup } of rollups) {
    const at = Math.floor(Date.parse(startsAt) / lengthMs) - first;
    if (at < 0 || at >= count) continue;
    gathered.set(at, joined(gathered.get(at), sampleOf(rollup, codec)));
  }

  return {
    startMs: first * lengthMs,
    samples: Array.from({ length: count }, (_, at) => {
      const sample = gathered.get(at);
      const ranked = sample === undefined ? null : rankedSample(sample);

      return ranked?.n === 0 ? null : ranked;
    }),
  };
}

/** The values of a rollup, as quantiles take them. */
export function sampleOf(rollup: MetricRollup, codec: HistogramCodec): BinnedSample {
  return {
    timed: rollup.n === 0 ? [] : codec.read(rollup.histogram, rollup.unit),
    censored: rollup.censored === null ? [] : codec.read(rollup.censored.histogram, rollup.unit),
  };
}

function joined(one: BinnedSample | undefined, other: BinnedSample): BinnedSample {
  return one === undefined
    ? other
    : {
        timed: [...one.timed, ...other.timed],
        censored: [...one.censored, ...other.censored],
      };
}

import { countOutcomes } from '../record/series-summary.ts';
import type { RunRecord } from '../record/run-record.ts';
import { isTimed } from '../record/timing-values.ts';
import { INSTRUMENT_METRICS, stepOfMetric, unitOfMetric, VITAL_NAMES } from '../rollup/metric.ts';
import { censoredValuesOf, metricValuesOf } from '../rollup/metric-values.ts';
import type { Bucket, HistogramCodec } from '../rollup/rollup.ts';
import { adjustedP } from '../stats/benjamini-hochberg.ts';
import { compareSamples } from '../stats/compare-samples.ts';
import { quantileOf } from '../stats/quantile.ts';
import { FALSE_DISCOVERY_RATE } from '../stats/levels.ts';
import type {
  ComparedMetric,
  ComparedSeries,
  ComparisonConclusion,
  SideRuns,
  Sides,
} from './compared-runs.ts';
import { explainDifference } from './explain-difference.ts';

/** The metric to compare, and how much worse B may be. */
export interface CompareOptions {
  /** Null: duration, steps and vitals. */
  readonly metric: string | null;
  /** A share, such as 0.05: a regression is more than so much of A. */
  readonly allowance: number;
  readonly histograms: HistogramCodec;
}

/** The runs of one journey in one region on both sides, oldest first. */
export interface ComparedRecords {
  readonly journey: string;
  readonly region: string;
  readonly records: Sides<readonly RunRecord[]>;
}

const QUANTILES = [0.5, 0.75, 0.95] as const;

/**
 * Compares runs metric by metric, and corrects all probabilities together by Benjamini and Hochberg.
 * A metric with several values in a run counts once in it, with their mean: they are not independent.
 */
export function compareRuns(
  series: readonly ComparedRecords[],
  options: CompareOptions,
): readonly ComparedSeries[] {
  const compared = series.map((each) => compareOne(each, options));
  const all = compared.flatMap(({ metrics, instrument }) => [...metrics, ...instrument]);
  const tested = all.flatMap((each) => (each.result.kind === 'comparison' ? [each.result.p] : []));
  const corrected = adjustedP(tested).values();

  function judged(each: ComparedMetric): ComparedMetric {
    if (each.result.kind === 'insufficient-data') return each;
    const q = Number(corrected.next().value);

    return { ...each, q, conclusion: conclusionOf(each, q, options.allowance) };
  }

  return compared.map((each, index) => {
    const metrics = each.metrics.map(judged);
    const instrument = each.instrument.map(judged);
    const records = series[index]?.records ?? { a: [], b: [] };
    const explanation = isDifferent(metrics) ? explainDifference(each, records, options) : null;
    return { ...each, metrics, instrument, explanation };
  });
}

function isDifferent(metrics: readonly ComparedMetric[]): boolean {
  const duration = metrics.find(({ metric }) => metric === 'duration');

  return duration !== undefined && !['alike', 'insufficient-data'].includes(duration.conclusion);
}

function compareOne(
  { journey, region, records }: ComparedRecords,
  { metric }: CompareOptions,
): ComparedSeries {
  const a = samplesOf(records.a, metric);
  const b = samplesOf(records.b, metric);
  const instrument: readonly string[] = Object.values(INSTRUMENT_METRICS);
  const names = [...new Set([...a.keys(), ...b.keys()])].filter(
    (name) => instrument.includes(name) || isWanted(name, metric),
  );
  const shared = names.filter((name) => a.has(name) && b.has(name)).toSorted(byImportance);
  const pairs = shared.map((name) => compareMetric(name, { a: a.get(name), b: b.get(name) }));

  return {
    journey,
    region,
    runs: { a: sideRuns(records.a), b: sideRuns(records.b) },
    metrics: pairs.filter((each) => !instrument.includes(each.metric) || each.metric === metric),
    instrument: pairs.filter((each) => instrument.includes(each.metric) && each.metric !== metric),
    onlyIn: {
      a: names.filter((name) => !b.has(name)),
      b: names.filter((name) => !a.has(name)),
    },
    explanation: null,
  };
}

function isWanted(name: string, metric: string | null): boolean {
  if (metric !== null) return name === metric;

  return (
    name === 'duration' || stepOfMetric(name) !== null || VITAL_NAMES.some((each) => each === name)
  );
}

/** `duration`, steps, vitals, the rest; each kind by name. */
function byImportance(one: string, other: string): number {
  return rankOf(one) - rankOf(other) || (one < other ? -1 : 1);
}

function rankOf(name: string): number {
  if (name === 'duration') return 0;
  if (stepOfMetric(name) !== null) return 1;

  return VITAL_NAMES.some((each) => each === name) ? 2 : 3;
}

/** The values of one metric on one side. */
interface Sample {
  readonly values: Float64Array;
  readonly censored: readonly number[];
}

function samplesOf(
  records: readonly RunRecord[],
  metric: string | null,
): ReadonlyMap<string, Sample> {
  const extra = metric === null ? [] : [metric];
  const timed = new Map<string, number[]>();
  const censored = new Map<string, number[]>();
  for (const record of records) {
    for (const [name, values] of metricValuesOf(record, extra)) add(timed, name, meanOf(values));
    for (const [name, values] of censoredValuesOf(record)) add(censored, name, Math.max(...values));
  }

  return new Map(
    [...new Set([...timed.keys(), ...censored.keys()])].map((name) => [
      name,
      { values: Float64Array.from(timed.get(name) ?? []), censored: censored.get(name) ?? [] },
    ]),
  );
}

function add(all: Map<string, number[]>, name: string, value: number): void {
  const known = all.get(name);
  if (known === undefined) all.set(name, [value]);
  else known.push(value);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compareMetric(metric: string, samples: Sides<Sample | undefined>): ComparedMetric {
  const none: Sample = { values: new Float64Array(), censored: [] };
  const { a = none, b = none } = samples;
  const result = compareSamples(a.values, b.values);

  return {
    metric,
    unit: unitOfMetric(metric),
    values: { a: a.values, b: b.values },
    result,
    q: null,
    conclusion: 'insufficient-data',
    quantiles: QUANTILES.map((q) => ({
      q,
      estimates: { a: quantileOf(binned(a), q), b: quantileOf(binned(b), q) },
    })),
  };
}

/** Each value in a bucket of its own. */
function binned({ values, censored }: Sample): {
  readonly timed: readonly Bucket[];
  readonly censored: readonly Bucket[];
} {
  return { timed: Array.from(values, bucketOf), censored: censored.map(bucketOf) };
}

function bucketOf(value: number): Bucket {
  return { from: value, to: value, count: 1 };
}

function sideRuns(records: readonly RunRecord[]): SideRuns {
  return {
    runs: records.length,
    outcomes: countOutcomes(records),
    timed: records.filter(isTimed).length,
    timedOut: records.filter((record) => censoredValuesOf(record).has('duration')).length,
  };
}

/**
 * A difference is significant if q is below the false discovery rate and the interval of the shift
 * excludes 0.
 */
function conclusionOf(
  { result }: ComparedMetric,
  q: number,
  allowance: number,
): ComparisonConclusion {
  if (result.kind === 'insufficient-data') return 'insufficient-data';
  const { shift, relative } = result;
  if (q >= FALSE_DISCOVERY_RATE || (shift.low <= 0 && shift.high >= 0)) return 'alike';
  if (shift.high < 0) return 'better';
  // Where A's level is 0, any share of it is 0: every increase is more than that.
  const isBeyond = relative === null || allowance === 0 || relative.low > allowance;

  return isBeyond ? 'worse' : 'allowed';
}

import { DAY_MS, HOUR_MS } from '../base/time.ts';
import type { MetricSample } from '../ports.ts';
import type { RunRecord } from '../record/run-record.ts';
import { isTimed, timingValues } from '../record/timing-values.ts';
import { budgetMetricName, journeyDimensions, METRICS } from './metric-names.ts';

/** What is known of a record beside its content. */
export interface SampleOptions {
  /** What the journey's budgets are about, such as `lcp` or `step:pay`. */
  readonly metrics: readonly string[];
  /** Whether a record of the same run was counted before: a slot is counted once. */
  readonly counted: boolean;
}

/** CloudWatch refuses greater ones: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const MAX_VALUE = 2 ** 360;

/**
 * The samples of a record, at its slot's instant. None of a run on demand, or of a slot that nobody
 * reported. `Success` and timings come from what the journey found; timings of passed runs only. A
 * run whose instrument was off has no timings, unless all that is off is that it was traced, which
 * its author chose for every run.
 */
export function metricSamplesOf(
  record: RunRecord,
  options: SampleOptions,
): readonly MetricSample[] {
  const { scheduledAt, outcome } = record;
  if (!hasMetrics(record) || scheduledAt === null) return [];
  const isErrored = { name: METRICS.errored, values: [outcome === 'errored' ? 1 : 0] };
  const isSuccess = { name: METRICS.success, values: [outcome === 'passed' ? 1 : 0] };
  const judged = outcome === 'passed' || outcome === 'failed';
  const frame = {
    dimensions: journeyDimensions(record.journey, record.region),
    atMs: Date.parse(scheduledAt),
  };

  return [
    ...(options.counted ? [] : [{ ...isErrored, unit: 'Count' as const }]),
    ...(judged ? [{ ...isSuccess, unit: 'Count' as const }] : []),
    ...(isTimed(record) ? timings(record, options.metrics) : []),
  ].flatMap(({ name, unit, values }) =>
    values.filter(isAcceptable).map((value) => ({ name, unit, value, ...frame })),
  );
}

/** Whether a record is one to publish metrics of. */
export function hasMetrics({ onDemand, outcome }: RunRecord): boolean {
  return !onDemand && outcome !== 'missing';
}

interface Series extends Pick<MetricSample, 'name' | 'unit'> {
  readonly values: readonly number[];
}

function timings(record: RunRecord, metrics: readonly string[]): readonly Series[] {
  const words = new Set(metrics.filter((word) => word !== 'duration'));

  return [
    { name: METRICS.duration, unit: 'Milliseconds', values: [record.durationMs] },
    ...[...words].map((word) => ({
      name: budgetMetricName(word),
      unit: word === 'cls' ? ('None' as const) : ('Milliseconds' as const),
      values: timingValues(word, record),
    })),
  ];
}

function isAcceptable(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= MAX_VALUE;
}

/**
 * CloudWatch takes timestamps from two weeks back to two hours ahead. A little is left for the way.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
const OLDEST_MS = 14 * DAY_MS - 60_000;
const NEWEST_MS = 2 * HOUR_MS - 60_000;

/** Whether CloudWatch takes a sample now. */
export function isInMetricRange({ atMs }: MetricSample, nowMs: number): boolean {
  return atMs >= nowMs - OLDEST_MS && atMs <= nowMs + NEWEST_MS;
}

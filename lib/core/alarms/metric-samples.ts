import { DAY_MS, HOUR_MS } from '../base/time.ts';
import type { MetricSample } from '../ports.ts';
import { daysToExpiry } from '../record/certificate-days.ts';
import type { RunRecord } from '../record/run-record.ts';
import { isTimed, timingValues } from '../record/timing-values.ts';
import { budgetMetricName, journeyDimensions, METRICS } from './metric-names.ts';

/** Which samples of a record to publish. */
interface SampleOptions {
  /** Metrics of the journey's budgets, such as `lcp` or `step:pay`. */
  readonly metrics: readonly string[];
  /** Whether a record of the same run was published before: a slot counts once. */
  readonly counted: boolean;
}

/** CloudWatch rejects greater values: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const MAX_VALUE = 2 ** 360;

/**
 * The CloudWatch samples of a record, at its slot's instant. A run on demand and a missing slot have
 * none, and only passed runs have timings. A run with an unreliable instrument has no timings either,
 * unless the only reason is tracing, which its author chose for every run.
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
    ...(judged
      ? [{ name: METRICS.daysToExpiry, unit: 'Count' as const, values: expiry(record) }]
      : []),
    ...(isTimed(record) ? timings(record, options.metrics) : []),
  ].flatMap(({ name, unit, values }) =>
    values.filter(isAcceptable).map((value) => ({ name, unit, value, ...frame })),
  );
}

/** Also of failed runs: a certificate that has expired fails them. */
function expiry(record: RunRecord): readonly number[] {
  const days = daysToExpiry(record);

  return days === null ? [] : [days];
}

/** Whether metrics of a record are published: not of runs on demand and missing slots. */
export function hasMetrics({ onDemand, outcome }: RunRecord): boolean {
  return !onDemand && outcome !== 'missing';
}

interface Series extends Pick<MetricSample, 'name' | 'unit'> {
  readonly values: readonly number[];
}

function timings(record: RunRecord, metrics: readonly string[]): readonly Series[] {
  const others = new Set(metrics.filter((metric) => metric !== 'duration'));

  return [
    { name: METRICS.duration, unit: 'Milliseconds', values: [record.durationMs] },
    ...[...others].map((metric) => ({
      name: budgetMetricName(metric),
      unit: metric === 'cls' ? ('None' as const) : ('Milliseconds' as const),
      values: timingValues(metric, record),
    })),
  ];
}

function isAcceptable(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= MAX_VALUE;
}

/**
 * CloudWatch accepts timestamps from two weeks back to two hours ahead. A minute is left for transport.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
const OLDEST_MS = 14 * DAY_MS - 60_000;
const NEWEST_MS = 2 * HOUR_MS - 60_000;

/** Whether CloudWatch accepts a sample with this timestamp now. */
export function isInMetricRange({ atMs }: MetricSample, nowMs: number): boolean {
  return atMs >= nowMs - OLDEST_MS && atMs <= nowMs + NEWEST_MS;
}

import { budgetMetricName, journeyDimensions, METRICS } from '../alarms/metric-names.ts';
import type { MetricSample } from '../ports.ts';
import type {
  RequestPhases,
  RequestRecord,
  RunRecord,
  Vital,
  VitalName,
} from '../record/run-record.ts';

/** What is known of a record beside its content. */
export interface SampleOptions {
  /** What the journey's budgets are about, such as `lcp` or `step:pay`. */
  readonly metrics: readonly string[];
  /** Whether a record of the same run was counted before: a slot is counted once. */
  readonly counted: boolean;
}

const STEP_PREFIX = 'step:';

const PHASES: Readonly<Partial<Record<string, keyof RequestPhases>>> = {
  dns: 'dnsMs',
  tcp: 'tcpMs',
  tls: 'tlsMs',
  send: 'sendMs',
  wait: 'waitMs',
  receive: 'receiveMs',
};

const VITALS: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'];

/** CloudWatch refuses greater ones: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const GREATEST_VALUE = 2 ** 360;

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

function isTimed({ outcome, instrument }: RunRecord): boolean {
  return outcome === 'passed' && instrument.off.every((reason) => reason === 'traced');
}

function timings(record: RunRecord, metrics: readonly string[]): readonly Series[] {
  const words = new Set(metrics.filter((word) => word !== 'duration'));

  return [
    { name: METRICS.duration, unit: 'Milliseconds', values: [record.durationMs] },
    ...[...words].map((word) => ({
      name: budgetMetricName(word),
      unit: word === 'cls' ? ('None' as const) : ('Milliseconds' as const),
      values: valuesOf(word, record),
    })),
  ];
}

/** Each occurrence is a value of its own: a step that ran twice has two, as a phase of two requests. */
function valuesOf(word: string, record: RunRecord): readonly number[] {
  if (word.startsWith(STEP_PREFIX)) return stepValues(word.slice(STEP_PREFIX.length), record);
  const phase = PHASES[word];
  if (phase !== undefined) return phaseValues(phase, record);
  const vital = VITALS.find((name) => name === word);
  // Typed, for what stores and queues keep may lack a vital that is there by its type.
  const found: Vital | undefined = vital && record.vitals?.[vital];

  return found === undefined ? [] : [found.value];
}

function stepValues(name: string, { steps }: RunRecord): readonly number[] {
  return steps
    .filter((step) => step.name === name && step.outcome === 'passed')
    .map((step) => step.durationMs);
}

function phaseValues(phase: keyof RequestPhases, { requests }: RunRecord): readonly number[] {
  return requests
    .filter(isJourneys)
    .map((request) => request.phases[phase])
    .filter((value) => value !== null);
}

/** The journey's own requests and the page's documents: what people wait for, one after another. */
function isJourneys({ resourceType, error }: RequestRecord): boolean {
  return error === null && (resourceType === 'http' || resourceType === 'document');
}

function isAcceptable(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= GREATEST_VALUE;
}

import type { Cause } from '../record/outcome.ts';
import type { RequestRecord, RunRecord, StepRecord } from '../record/run-record.ts';
import { isTimed, timingValues } from '../record/timing-values.ts';
import {
  hostPhaseMetric,
  INSTRUMENT_METRICS,
  lcpPartsOf,
  PHASE_NAMES,
  requestHost,
  stepMetric,
  VITAL_NAMES,
  VOLUME_METRICS,
} from './metric.ts';

/** The values of a run by metric; a metric without a value is absent. */
export type MetricValues = ReadonlyMap<string, readonly number[]>;

const TIME_OUTS: readonly (Cause | null)[] = [
  'target.timeout',
  'target.unresponsive',
  'journey.timeout',
];

/**
 * Reasons for an unreliable instrument with which a time-out still counts: tracing, which the author
 * chose, or no measurement, because the worker was killed.
 */
const HARMLESS: readonly string[] = ['traced', 'not-measured'];

/**
 * The metrics of a timed run: `duration`, `step:NAME` (each passed occurrence), vitals of the worst
 * page view and the parts of `lcp`, `PHASE@HOST` (each completed request that was not served from a
 * cache), `instrument:cpu` and `instrument:loop`, `bytes` and `requests` on the network. Budget metrics
 * in `extra` have exactly the values that are published to CloudWatch. Empty for a run without timings.
 *
 * `bytes` is absent when the size of a response is unknown. Metrics of requests are absent when the
 * record left out some of them: the rest would be a biased sample.
 */
export function metricValuesOf(record: RunRecord, extra: readonly string[]): MetricValues {
  const values = new Map<string, number[]>();
  if (!isTimed(record)) return values;
  for (const word of new Set(['duration', ...VITAL_NAMES, ...extra])) {
    if (!word.startsWith(stepMetric(''))) addAll(values, word, timingValues(word, record));
  }
  for (const { name, outcome, durationMs } of record.steps) {
    if (outcome === 'passed') addAll(values, stepMetric(name.toWellFormed()), [durationMs]);
  }
  for (const [metric, ms] of lcpPartsOf(record)) addAll(values, metric, [ms]);
  addRequests(values, record);
  const { cpuCheckMs, eventLoopDelayMaxMs } = record.instrument;
  if (cpuCheckMs !== null) addAll(values, INSTRUMENT_METRICS.cpu, [cpuCheckMs]);
  if (eventLoopDelayMaxMs !== null) addAll(values, INSTRUMENT_METRICS.loop, [eventLoopDelayMaxMs]);

  return values;
}

/**
 * Timings that a time-out cut off (right-censored): `duration`, and the steps that were running, each
 * as long as it had run. Empty for every other run: after another failure the intended length is
 * unknown.
 */
export function censoredValuesOf(record: RunRecord): MetricValues {
  const values = new Map<string, number[]>();
  const { outcome, cause, instrument, durationMs } = record;
  const isTimeOut = outcome === 'failed' && TIME_OUTS.includes(cause);
  if (!isTimeOut || instrument.off.some((reason) => !HARMLESS.includes(reason))) return values;
  addAll(values, 'duration', [durationMs]);
  for (const step of stepsUnderWay(record)) {
    addAll(values, stepMetric(step.name.toWellFormed()), [step.durationMs]);
  }

  return values;
}

/** The innermost step that was running, after the step around it. */
function stepsUnderWay({ steps, error }: RunRecord): readonly StepRecord[] {
  const inner = steps.findLast(({ name, outcome }) => name === error?.step && outcome !== 'passed');
  if (inner === undefined) return [];
  const outer = steps.findLast(
    ({ name, outcome, startMs }) =>
      name === inner.parent && outcome !== 'passed' && startMs <= inner.startMs,
  );

  return outer === undefined ? [inner] : [outer, inner];
}

function addRequests(values: Map<string, number[]>, record: RunRecord): void {
  if ((record.omitted.requests ?? 0) > 0) return;
  const onNetwork = record.requests.filter(({ connection }) => connection !== 'cache');
  for (const { url, phases, error } of onNetwork) {
    if (error !== null) continue;
    const host = requestHost(url).toWellFormed();
    for (const phase of PHASE_NAMES) {
      const ms = phases[`${phase}Ms`];
      if (ms !== null) addAll(values, hostPhaseMetric(phase, host), [ms]);
    }
  }
  addAll(values, VOLUME_METRICS.requests, [onNetwork.length]);
  const sizes = onNetwork.map(transferred).filter((size) => size !== null);
  if (sizes.length === onNetwork.length) {
    addAll(values, VOLUME_METRICS.bytes, [sizes.reduce((sum, size) => sum + size, 0)]);
  }
}

/** Null when unknown. Without a response there was no body. */
function transferred({ status, sizeBytes }: RequestRecord): number | null {
  return status === null ? (sizeBytes ?? 0) : sizeBytes;
}

/** Ignores values below 0 and values that are no number: pages can report anything. */
function addAll(values: Map<string, number[]>, metric: string, more: readonly number[]): void {
  const acceptable = more.filter((value) => value >= 0 && value < Infinity);
  if (acceptable.length === 0) return;
  const known = values.get(metric);
  if (known === undefined) values.set(metric, acceptable);
  else known.push(...acceptable);
}

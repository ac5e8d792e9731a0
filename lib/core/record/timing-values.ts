import { isProbeMethod } from './probe-methods.ts';
import type { RequestPhases, RequestRecord, RunRecord, Vital, VitalName } from './run-record.ts';

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

/**
 * Whether a run's timings count: it passed, and its instrument was reliable. Tracing alone does not
 * exclude a run, because the author chose it for every run.
 */
export function isTimed({ outcome, instrument }: RunRecord): boolean {
  return outcome === 'passed' && instrument.off.every((reason) => reason === 'traced');
}

/** Whether a budget's metric is a request phase, such as `wait`. */
export function isPhaseMetric(metric: string): boolean {
  return PHASES[metric] !== undefined;
}

/**
 * The values of a budget's metric in a record: `duration`, `step:NAME`, a vital or a phase. Each
 * occurrence is a value: two for a step that ran twice, or for the phase of two requests.
 */
export function timingValues(metric: string, record: RunRecord): readonly number[] {
  if (metric === 'duration') return [record.durationMs];
  if (metric.startsWith(STEP_PREFIX)) return stepValues(metric.slice(STEP_PREFIX.length), record);
  const phase = PHASES[metric];
  if (phase !== undefined) return phaseValues(phase, record);
  const vital = VITALS.find((name) => name === metric);
  // Stored records may lack a vital that their type requires.
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

/** Requests of the journey's own client, its probes, and documents of pages: each of them is waited for. */
function isJourneys({ method, resourceType, error }: RequestRecord): boolean {
  const isOwn = resourceType === 'http' || resourceType === 'document';

  return error === null && (isOwn || isProbeMethod(method));
}

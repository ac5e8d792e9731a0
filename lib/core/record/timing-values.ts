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
 * Whether a run's timings count: it passed, and its instrument was in order, or off for no other
 * reason than that it was traced, which its author chose for every run.
 */
export function isTimed({ outcome, instrument }: RunRecord): boolean {
  return outcome === 'passed' && instrument.off.every((reason) => reason === 'traced');
}

/** Whether a budget's word is a phase of requests, such as `wait`. */
export function isPhaseMetric(word: string): boolean {
  return PHASES[word] !== undefined;
}

/**
 * What a record says about a word of a budget: `duration`, `step:NAME`, a vital or a phase. Each
 * occurrence is a value of its own: a step that ran twice has two, as a phase of two requests.
 */
export function timingValues(word: string, record: RunRecord): readonly number[] {
  if (word === 'duration') return [record.durationMs];
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

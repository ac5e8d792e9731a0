import type { BodyResult, SourcePosition } from '../../core/journey/attempt.ts';
import { CAUSES, outcomeOf } from '../../core/record/outcome.ts';
import { MALFORMATIONS } from '../../core/record/malformation.ts';
import type {
  ConsoleLine,
  EvidenceItem,
  InterimResponse,
  InstrumentReading,
  NavigationRecord,
  Observations,
  Omitted,
  RefusedConnection,
  RequestPhases,
  RequestRecord,
  RunError,
  RunVitals,
  StepRecord,
  StepVitals,
  TlsFacts,
  Vital,
  VitalSet,
} from '../../core/record/run-record.ts';
import {
  count,
  duration,
  either,
  fields,
  flag,
  list,
  misfit,
  number,
  object,
  oneOf,
  orNull,
  text,
  time,
} from './check.ts';

const EXECUTED = ['passed', 'failed', 'errored'] as const;
/** Facts about the attribution of one vital; the observer in the page sends at most 12. */
const MAX_FACTS = 64;

/** A place in the author's source. */
export const POSITION = object<SourcePosition>({ file: text, line: count, column: count }, {});

const ERROR = object<RunError>(
  {
    message: text,
    step: orNull(text),
    file: orNull(text),
    line: orNull(count),
    column: orNull(count),
  },
  {},
);

/** A step that has ended. */
export const STEP = object<StepRecord>(
  {
    name: text,
    parent: orNull(text),
    outcome: oneOf(EXECUTED),
    startMs: time,
    durationMs: duration,
  },
  { vitals: object<StepVitals>({}, { cls: number, inpMs: number, tbtMs: number }) },
);

const PHASES = object<RequestPhases>(
  {
    dnsMs: orNull(time),
    tcpMs: orNull(time),
    tlsMs: orNull(time),
    sendMs: orNull(time),
    waitMs: orNull(time),
    receiveMs: orNull(time),
    unaccountedMs: time,
  },
  {},
);

const TLS = object<TlsFacts>(
  {
    protocol: text,
    issuer: orNull(text),
    subject: orNull(text),
    validTo: orNull(text),
    daysToExpiry: orNull(number),
  },
  {},
);

const INTERIM = object<InterimResponse>({ status: count, atMs: duration }, {});

const REQUEST = object<RequestRecord>(
  {
    method: text,
    url: text,
    status: orNull(count),
    startMs: time,
    phases: PHASES,
    totalMs: time,
    sizeBytes: orNull(number),
    connection: oneOf(['new', 'reused', 'cache', 'none', 'unknown']),
    remoteAddress: orNull(text),
    protocol: orNull(text),
    tls: orNull(TLS),
    step: orNull(text),
    resourceType: text,
    error: orNull(text),
  },
  { server: text, cache: text, interim: list(INTERIM), malformed: list(oneOf(MALFORMATIONS)) },
);

const VITAL = object<Vital>(
  { value: number, attribution: fields(either(text, number), MAX_FACTS) },
  {},
);
const VITALS = { ttfb: VITAL, fcp: VITAL, lcp: VITAL, cls: VITAL, inp: VITAL, tbt: VITAL };

const NAVIGATION = object<NavigationRecord>(
  { url: text, step: orNull(text), startMs: time, vitals: object<VitalSet>({}, VITALS) },
  { soft: flag },
);

const LINE = object<ConsoleLine>(
  {
    level: oneOf(['debug', 'info', 'warning', 'error']),
    text,
    atMs: time,
    source: orNull(text),
  },
  {},
);

const INSTRUMENT = object<InstrumentReading>(
  {
    cold: flag,
    nodeVersion: text,
    chromiumVersion: orNull(text),
    browserMode: orNull(oneOf(['multi-process', 'single-process'])),
    cpuCheckMs: orNull(duration),
    eventLoopDelayMaxMs: orNull(duration),
    memoryBytes: orNull(count),
    off: list(text),
  },
  {
    platformVersion: text,
    browserSandbox: flag,
    // The sandbox replaces them by what it measured itself.
    stalledMs: duration,
    stalledBy: oneOf(['suspended', 'stopped', 'starved', 'memory']),
    containment: oneOf(['full', 'partial']),
    credentials: oneOf(['hidden', 'readable']),
  },
);

const EVIDENCE = object<EvidenceItem>(
  {
    kind: oneOf(['screenshot', 'trace', 'har', 'console', 'source']),
    path: text,
    from: oneOf(['run', 'evidence-run', 'earlier-attempt']),
  },
  {},
);

const REFUSED = object<RefusedConnection>(
  {
    address: text,
    port: count,
    protocol: oneOf(['tcp', 'udp']),
    by: oneOf(['journey', 'browser']),
    setting: oneOf(['allowPrivate', 'none']),
    count,
    atMs: time,
  },
  {},
);

const OMITTED = object<Omitted>(
  {},
  {
    steps: count,
    requests: count,
    console: count,
    pageErrors: count,
    log: count,
    navigations: count,
    evidence: count,
    attemptList: count,
    refused: count,
  },
);

const BODY = object<BodyResult>(
  {
    outcome: oneOf(EXECUTED),
    cause: orNull(oneOf(CAUSES)),
    error: orNull(ERROR),
    durationMs: duration,
    checks: count,
  },
  {},
);

/** Everything that was observed in an attempt. */
export const OBSERVATIONS = object<Observations>(
  {
    steps: list(STEP),
    requests: list(REQUEST),
    vitals: orNull(object<RunVitals>({ navigations: list(NAVIGATION) }, VITALS)),
    instrument: INSTRUMENT,
    evidence: list(EVIDENCE),
    console: list(LINE),
    pageErrors: list(text),
    log: list(LINE),
    omitted: OMITTED,
  },
  { refused: list(REFUSED) },
);

/** The result of a body, whose outcome, cause and error must agree. */
export function bodyResult(value: unknown): BodyResult {
  const body = BODY(value);
  const { outcome, cause, error } = body;
  const agrees =
    cause === null
      ? outcome === 'passed' && error === null
      : outcome === outcomeOf(cause) && error !== null;
  if (!agrees) throw misfit('an outcome with the cause and the error that belong to it');

  return body;
}

import { MALFORMATIONS } from './malformation.ts';
import { type Fields, fieldsOf } from '../base/plain-data.ts';
import { instantOfRunId } from '../store/run-id.ts';
import { isCause } from './outcome.ts';
import type { RunRecord } from './run-record.ts';

/** Returns a value in the form that readers expect, the same one if it has it; undefined: it has not. */
type Fit = (value: unknown) => unknown;

/** The fields of an object; a question mark ends the name of one that may be absent. */
type Form = Readonly<Record<string, Fit>>;

const LAST_YEAR = 9999;
const EXECUTED = ['passed', 'failed', 'errored'];
const OUTCOMES = [...EXECUTED, 'skipped', 'missing'];
const LEVELS = ['debug', 'info', 'warning', 'error'];
const CONNECTIONS = ['new', 'reused', 'cache', 'none', 'unknown'];
const EVIDENCE = ['screenshot', 'trace', 'har', 'console', 'source'];
const VITALS = ['ttfb?', 'fcp?', 'lcp?', 'cls?', 'inp?', 'tbt?'];

const STEP = object({
  name: text,
  parent: orNull(text),
  outcome: oneOf(EXECUTED),
  startMs: number,
  durationMs: number,
  'vitals?': object({ 'cls?': number, 'inpMs?': number, 'tbtMs?': number }),
});
const PHASES = object({
  dnsMs: orNull(number),
  tcpMs: orNull(number),
  tlsMs: orNull(number),
  sendMs: orNull(number),
  waitMs: orNull(number),
  receiveMs: orNull(number),
  unaccountedMs: number,
});
const TLS = object({
  protocol: text,
  issuer: orNull(text),
  subject: orNull(text),
  validTo: orNull(text),
  daysToExpiry: orNull(number),
});
const REQUEST = object({
  method: text,
  url: text,
  status: orNull(number),
  startMs: number,
  phases: PHASES,
  totalMs: number,
  sizeBytes: orNull(number),
  connection: oneOf(CONNECTIONS),
  remoteAddress: orNull(text),
  protocol: orNull(text),
  tls: orNull(TLS),
  'server?': text,
  'cache?': text,
  'interim?': listOf(object({ status: number, atMs: number })),
  'malformed?': listOf(oneOf(MALFORMATIONS)),
  step: orNull(text),
  resourceType: text,
  error: orNull(text),
});
const VITAL_SET = Object.fromEntries(
  VITALS.map((name) => [name, object({ value: number, attribution: or({}, valuesOf(scalar)) })]),
);
const NAVIGATION = object({
  url: text,
  step: orNull(text),
  startMs: number,
  'soft?': boolean,
  vitals: or({}, object(VITAL_SET)),
});
const LINE = object({
  level: oneOf(LEVELS),
  text,
  atMs: number,
  source: orNull(text),
});
const ERROR = object({
  message: or('', text),
  step: orNull(text),
  file: orNull(text),
  line: orNull(number),
  column: orNull(number),
});
const ATTEMPT = object({
  outcome: oneOf(EXECUTED),
  cause: orNull(cause),
  message: orNull(text),
  'error?': ERROR,
  durationMs: number,
});
const INSTRUMENT = object({
  cold: or(false, boolean),
  nodeVersion: or('', text),
  chromiumVersion: orNull(text),
  'platformVersion?': text,
  browserMode: orNull(oneOf(['multi-process', 'single-process'])),
  'browserSandbox?': boolean,
  cpuCheckMs: orNull(number),
  eventLoopDelayMaxMs: orNull(number),
  memoryBytes: orNull(number),
  off: listOf(text),
  'stalledMs?': number,
  'stalledBy?': oneOf(['suspended', 'stopped', 'starved', 'memory']),
  'containment?': oneOf(['full', 'partial']),
  'credentials?': oneOf(['hidden', 'readable']),
});

const REFUSED = object({
  address: text,
  port: number,
  protocol: oneOf(['tcp', 'udp']),
  by: oneOf(['journey', 'browser']),
  setting: oneOf(['allowPrivate', 'none']),
  count: number,
  atMs: number,
});
const NO_INSTRUMENT = { off: [] };

/** Everything but `startedAt` and what identifies the run. */
const RECORD = object({
  runId: text,
  journey: text,
  region: text,
  kind: or('api', oneOf(['api', 'browser'])),
  stage: or('', text),
  scheduledAt: orNull(instant),
  onDemand: or(false, boolean),
  outcome: oneOf(OUTCOMES),
  cause: orNull(cause),
  error: orNull(ERROR),
  durationMs: or(0, number),
  attempts: or(0, number),
  attemptList: listOf(ATTEMPT),
  flaky: or(false, boolean),
  checks: or(0, number),
  steps: listOf(STEP),
  requests: listOf(REQUEST),
  vitals: orNull(object({ ...VITAL_SET, navigations: listOf(NAVIGATION) })),
  instrument: (value) => INSTRUMENT(value) ?? INSTRUMENT(NO_INSTRUMENT),
  evidence: listOf(
    object({
      kind: oneOf(EVIDENCE),
      path: text,
      from: or('run', oneOf(['run', 'evidence-run', 'earlier-attempt'])),
    }),
  ),
  console: listOf(LINE),
  pageErrors: listOf(text),
  log: listOf(LINE),
  'refused?': listOf(REFUSED),
  omitted: or({}, valuesOf(number)),
  journeyVersion: or('', text),
});

/** Lists whose entries `omitted` counts. */
const COUNTED = [
  'steps',
  'requests',
  'console',
  'pageErrors',
  'log',
  'evidence',
  'attemptList',
  'refused',
] as const;

/**
 * A record that every reader can show, of one that another version wrote or that was damaged: entries
 * of lists that cannot be read are left out and counted in `omitted`, other values of a wrong type
 * are replaced by null or nothing. A record in the right form is returned as it is. Throws a
 * TypeError if it does not say which run it is of, when it was and how it ended.
 */
export function wellFormedRecord(value: unknown): RunRecord {
  const record = RECORD(value);
  if (record === undefined) throw new TypeError('Cannot read a record: it names no run or outcome');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field was checked
  const checked = record as RunRecord;
  const startedAt =
    instant(checked.startedAt) === undefined ? instantOfRunId(checked.runId) : checked.startedAt;
  const omitted = omittedOf(fieldsOf(value), checked);
  if (startedAt === checked.startedAt && omitted === checked.omitted) return checked;

  return { ...checked, startedAt, omitted };
}

function omittedOf(given: Fields, record: RunRecord): RunRecord['omitted'] {
  const lost = COUNTED.flatMap((name): [string, number][] => {
    const entries = given[name];
    const count = Array.isArray(entries) ? entries.length - (record[name]?.length ?? 0) : 0;

    return count === 0 ? [] : [[name, (record.omitted[name] ?? 0) + count]];
  });

  return lost.length === 0 ? record.omitted : { ...record.omitted, ...Object.fromEntries(lost) };
}

function text(value: unknown): unknown {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): unknown {
  return Number.isFinite(value) ? value : undefined;
}

function boolean(value: unknown): unknown {
  return typeof value === 'boolean' ? value : undefined;
}

/** Of the years 0 to 9999: keys and pages have four digits for the year. */
function instant(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  const year = new Date(value).getUTCFullYear();

  return year >= 0 && year <= LAST_YEAR ? value : undefined;
}

function cause(value: unknown): unknown {
  return isCause(value) ? value : undefined;
}

function scalar(value: unknown): unknown {
  return text(value) ?? number(value);
}

function oneOf(values: readonly string[]): Fit {
  return (value) => (values.some((each) => each === value) ? value : undefined);
}

function orNull(fit: Fit): Fit {
  return or(null, fit);
}

function or(fallback: unknown, fit: Fit): Fit {
  return (value) => fit(value) ?? fallback;
}

/** A list without the entries that do not fit; empty for what is no list. */
function listOf(fit: Fit): Fit {
  return (value) => {
    if (!Array.isArray(value)) return [];
    const entries: readonly unknown[] = value;
    const fitted = entries.map(fit).filter((entry) => entry !== undefined);
    const isSame =
      fitted.length === entries.length && fitted.every((entry, index) => entry === entries[index]);

    return isSame ? value : fitted;
  };
}

/** An object whose values all fit, under any names; the others are left out. */
function valuesOf(fit: Fit): Fit {
  return (value) => {
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value);
    const fitting = entries.filter(([, each]) => fit(each) !== undefined);

    return fitting.length === entries.length ? value : Object.fromEntries(fitting);
  };
}

/** An object with the fields of a form. Other fields are kept: a newer version may know them. */
function object(form: Form): Fit {
  const fields = Object.entries(form).map(
    ([name, fit]) => [name.replace(/\?$/, ''), fit, name.endsWith('?')] as const,
  );

  return (value) => {
    if (!isObject(value)) return undefined;
    let result = value;
    for (const [name, fit, isOptional] of fields) {
      const given = value[name];
      if (isOptional && given === undefined) continue;
      const fitted = fit(given);
      if (fitted === undefined && !isOptional) return undefined;
      if (fitted === given) continue;
      if (result === value) result = { ...value };
      if (fitted === undefined) delete result[name];
      else result[name] = fitted;
    }

    return result;
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

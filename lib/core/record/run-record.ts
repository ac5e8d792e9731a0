import type { Malformation } from './malformation.ts';
import type { Cause, Outcome } from './outcome.ts';

/** Version of the record's form. A reader rejects a record with a greater version. */
export const RECORD_SCHEMA = 1;

/** Whether a journey makes HTTP requests only, or uses a real browser. */
export type JourneyKind = 'api' | 'browser';

/** Message and source position of a failure. Positions are in the journey's own source. */
export interface RunError {
  readonly message: string;
  /** The innermost step that was running, or null outside any step. */
  readonly step: string | null;
  /** Path of the source file, relative to the project where it is inside it. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** 1-based. */
  readonly column: number | null;
}

/** Web vitals of one step: only those that the browser reported while the step ran. */
export interface StepVitals {
  readonly cls?: number;
  readonly inpMs?: number;
  readonly tbtMs?: number;
}

/** One step of a run. The record's list is in order of start. */
export interface StepRecord {
  readonly name: string;
  /** The step around this one; steps nest no deeper than one level. */
  readonly parent: string | null;
  readonly outcome: 'passed' | 'failed' | 'errored';
  /** Milliseconds since the run's start, monotonic clock. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly vitals?: StepVitals;
}

/**
 * The phases of a request in milliseconds. A phase that did not take place (a reused connection, plain
 * HTTP) or that the source cannot measure is null, never zero. The other phases add up to `totalMs`
 * exactly, in whole microseconds.
 */
export interface RequestPhases {
  readonly dnsMs: number | null;
  readonly tcpMs: number | null;
  readonly tlsMs: number | null;
  readonly sendMs: number | null;
  readonly waitMs: number | null;
  readonly receiveMs: number | null;
  readonly unaccountedMs: number;
}

/** Protocol and certificate of the TLS session of a request. */
export interface TlsFacts {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  readonly issuer: string | null;
  readonly subject: string | null;
  /** ISO 8601. */
  readonly validTo: string | null;
  /** Whole days until the certificate expires, rounded down; negative when it has expired. */
  readonly daysToExpiry: number | null;
}

/** An answer before the final one, such as `103 Early Hints`. */
export interface InterimResponse {
  /** 100 to 199. */
  readonly status: number;
  /** Milliseconds from the request's start to the first byte of this answer. */
  readonly atMs: number;
}

/** One request on the wire; every redirect hop is a request of its own. */
export interface RequestRecord {
  readonly method: string;
  /** Without credentials; secrets are replaced. */
  readonly url: string;
  /** Null where no status line came. */
  readonly status: number | null;
  /** Milliseconds since the run's start. */
  readonly startMs: number;
  readonly phases: RequestPhases;
  readonly totalMs: number;
  /** Bytes of the body as received (before decompression); null where unknown. */
  readonly sizeBytes: number | null;
  /**
   * `cache`: served without the network. `none`: the request got no connection. `unknown`: there was no
   * response, and a browser reports the connection with the response only.
   */
  readonly connection: 'new' | 'reused' | 'cache' | 'none' | 'unknown';
  readonly remoteAddress: string | null;
  /** Such as `http/1.1` or `h2`. */
  readonly protocol: string | null;
  readonly tls: TlsFacts | null;
  /** The response's `server` header. Absent: not sent, or the record is older than this field. */
  readonly server?: string;
  /** Result of a cache on the way, such as `HIT` or `MISS`. Absent: not reported. */
  readonly cache?: string;
  /** Answers before the final one, in order. Absent: none, or the record is older than this field. */
  readonly interim?: readonly InterimResponse[];
  /**
   * What of the answer was malformed and accepted all the same, as browsers do. Absent: nothing, a browser's
   * own request, or the record is older than this field.
   */
  readonly malformed?: readonly Malformation[];
  /** The step in which the request began. */
  readonly step: string | null;
  /** `document`, `script`, … for browsers; `http` for requests of the journey's own client. */
  readonly resourceType: string;
  /** Why the request failed, for people; null when it completed. */
  readonly error: string | null;
}

/** A web vital with its attribution (element, phase, target), as short texts or numbers. */
export interface Vital {
  /** Milliseconds; unitless for `cls`. */
  readonly value: number;
  readonly attribution: Readonly<Record<string, string | number>>;
}

/** Names of the web vitals. All are in milliseconds, except the unitless `cls`. */
export type VitalName = 'ttfb' | 'fcp' | 'lcp' | 'cls' | 'inp' | 'tbt';

/** Web vitals of one page view; a vital that the browser did not report is absent. */
export type VitalSet = Readonly<Partial<Record<VitalName, Vital>>>;

/** Address, step and web vitals of one navigation. */
export interface NavigationRecord {
  readonly url: string;
  /** The step in which the navigation began. */
  readonly step: string | null;
  /** Milliseconds since the run's start. */
  readonly startMs: number;
  /**
   * A soft navigation: an input changed the address and painted something, within the same document.
   * Absent: a document was loaded, or the record is older than this field.
   */
  readonly soft?: boolean;
  readonly vitals: VitalSet;
}

/** Web vitals of a run: the worst value of each over all page views, and every navigation. */
export interface RunVitals extends VitalSet {
  readonly navigations: readonly NavigationRecord[];
}

/**
 * Why the monitor could not run. `suspended`: the machine slept. `stopped`: its processes did not run,
 * by a signal, a frozen container or a paused machine. `starved`: they waited for a processor, because
 * others used it or a quota was used up. `memory`: they waited for memory.
 */
export type StallKind = 'suspended' | 'stopped' | 'starved' | 'memory';

/** State of the machine that measured: versions, load, memory, and reasons for doubt. */
export interface InstrumentReading {
  /** Whether this was the worker's first run. */
  readonly cold: boolean;
  readonly nodeVersion: string;
  readonly chromiumVersion: string | null;
  /** Version of Waywiser. Absent: unknown, or the record is older than this field. */
  readonly platformVersion?: string;
  readonly browserMode: 'multi-process' | 'single-process' | null;
  /** Whether the browser ran with its own sandbox. Absent: no browser, or an older record. */
  readonly browserSandbox?: boolean;
  /** Time of a fixed computation just before the run, in milliseconds; null: not measured. */
  readonly cpuCheckMs: number | null;
  /** Longest delay of the event loop during the run, in milliseconds; null: not measured. */
  readonly eventLoopDelayMaxMs: number | null;
  /** Resident memory of the worker at the end, without the browser's; null: not measured. */
  readonly memoryBytes: number | null;
  /**
   * Time of the journey's body in which the monitor could not run, in milliseconds, measured from outside
   * the worker. Absent: not measured, or the record is older than this field.
   */
  readonly stalledMs?: number;
  /** What most of that time was. Absent: there was none. */
  readonly stalledBy?: StallKind;
  /** Reasons why this run's timings are not reliable; empty when they are. */
  readonly off: readonly string[];
  /**
   * Whether every connection of the run was checked before it was made. `full`: the guard was loaded in
   * the worker and, for a browser journey, in the browser. `partial`: only names and responses were
   * checked. Absent: the run reached no worker, or the record is older than this field.
   */
  readonly containment?: 'full' | 'partial';
  /**
   * Whether the worker could read the environment of the platform's process, which holds its
   * credentials. A process of root can. Absent: not tried, or the record is older than this field.
   */
  readonly credentials?: 'hidden' | 'readable';
}

/** Connections to one address that were refused before anything was sent. */
export interface RefusedConnection {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** The journey's own code, or a page and the browser itself. */
  readonly by: 'journey' | 'browser';
  /** The setting that would allow it; `none`: no setting does. */
  readonly setting: 'allowPrivate' | 'none';
  /** Number of attempts to connect. */
  readonly count: number;
  /** Milliseconds from the attempt's start to the first of them. */
  readonly atMs: number;
}

/** A file that shows a failed run, such as a screenshot. */
export interface EvidenceItem {
  readonly kind: 'screenshot' | 'trace' | 'har' | 'console' | 'source';
  /** Relative to the project, or an object key in AWS. */
  readonly path: string;
  /**
   * The execution it shows: the attempt that decided the outcome, the repetition of a failed run with
   * tracing, or an earlier attempt, of which a later one has replaced no such file.
   */
  readonly from: 'run' | 'evidence-run' | 'earlier-attempt';
}

/** A line of the page's console, or of the journey's `log`. */
export interface ConsoleLine {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly text: string;
  /** Milliseconds since the run's start. */
  readonly atMs: number;
  /** Source address as the page reports it. */
  readonly source: string | null;
}

/** Outcome, cause and duration of one attempt of a run. */
export interface AttemptSummary {
  readonly outcome: 'passed' | 'failed' | 'errored';
  readonly cause: Cause | null;
  readonly message: string | null;
  /**
   * Of an attempt before the deciding one, whose error is the record's: why it did not pass, and where.
   * Absent: it is the deciding one, it passed, or the record is older than this field.
   */
  readonly error?: RunError;
  readonly durationMs: number;
}

/** Number of entries that were left out of each list to limit the record's size; absent: none. */
export type Omitted = Readonly<
  Partial<
    Record<
      | 'steps'
      | 'requests'
      | 'console'
      | 'pageErrors'
      | 'log'
      | 'navigations'
      | 'evidence'
      | 'attemptList'
      | 'refused',
      number
    >
  >
>;

/** All observations of one attempt. */
export interface Observations {
  readonly steps: readonly StepRecord[];
  readonly requests: readonly RequestRecord[];
  readonly vitals: RunVitals | null;
  readonly instrument: InstrumentReading;
  readonly evidence: readonly EvidenceItem[];
  readonly console: readonly ConsoleLine[];
  /** Uncaught exceptions of the page. */
  readonly pageErrors: readonly string[];
  readonly log: readonly ConsoleLine[];
  /** Of all attempts and the evidence run. Absent: none, or the record is older than this field. */
  readonly refused?: readonly RefusedConnection[];
  readonly omitted: Omitted;
}

/**
 * The record of one run: a public, versioned contract. `waywiser run --json` prints it, the store holds
 * it. Durations are fractional milliseconds of a monotonic clock, instants ISO 8601.
 */
export interface RunRecord extends Observations {
  readonly schema: typeof RECORD_SCHEMA;
  readonly runId: string;
  readonly journey: string;
  readonly kind: JourneyKind;
  readonly stage: string;
  readonly region: string;
  /** The slot's instant; null for a run on demand. */
  readonly scheduledAt: string | null;
  readonly startedAt: string;
  /** True when a person or a pipeline asked for the run. */
  readonly onDemand: boolean;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly error: RunError | null;
  /** Duration of the attempt that decided the outcome. */
  readonly durationMs: number;
  readonly attempts: number;
  /** Every attempt, the deciding one last. */
  readonly attemptList: readonly AttemptSummary[];
  /** Passed, but not at the first attempt. */
  readonly flaky: boolean;
  /** How many expectations were evaluated to their end. */
  readonly checks: number;
  /** Hash of the journey's bundled code. */
  readonly journeyVersion: string;
}

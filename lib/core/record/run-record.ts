import type { Cause, Outcome } from './outcome.ts';

/** The version of the record's shape. A reader refuses a record with a greater one. */
export const RECORD_SCHEMA = 1;

/** What a journey is made of: requests only, or a real browser. */
export type JourneyKind = 'api' | 'browser';

/** Why and where a run did not pass. Positions are in the journey's own source. */
export interface RunError {
  readonly message: string;
  /** The innermost step that was running, or null outside any step. */
  readonly step: string | null;
  /** Path of the source file, relative to the project where it lies inside it. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** 1-based. */
  readonly column: number | null;
}

/** Vitals of one step: only what the browser reported while the step ran. */
export interface StepVitals {
  readonly cls?: number;
  readonly inpMs?: number;
  readonly tbtMs?: number;
}

/** One step of a run, in the order of their start. */
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
 * Where a request's time went, in milliseconds. A phase that did not take place (a reused
 * connection, plain HTTP) or that the source cannot see is null, never zero. The numbers that are
 * there add up to `totalMs`, exactly, when counted in whole microseconds.
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

/** Facts of the TLS session that a request travelled on. */
export interface TlsFacts {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  readonly issuer: string | null;
  readonly subject: string | null;
  /** ISO 8601. */
  readonly validTo: string | null;
  /** Whole days until the certificate ends, rounded down; negative when it has ended. */
  readonly daysToExpiry: number | null;
}

/** One request on the wire; every redirect hop is one of its own. */
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
   * `cache` never touched the network. `none`: the request did not get a connection. `unknown`: a
   * browser tells of connections with the answer only, and there was none.
   */
  readonly connection: 'new' | 'reused' | 'cache' | 'none' | 'unknown';
  readonly remoteAddress: string | null;
  /** Such as `http/1.1` or `h2`. */
  readonly protocol: string | null;
  readonly tls: TlsFacts | null;
  /** The response's `server` header. Absent: there was none, or the record is older than this field. */
  readonly server?: string;
  /** What a cache on the way did, in a word such as `HIT` or `MISS`. Absent: none said so. */
  readonly cache?: string;
  /** The step in which the request began. */
  readonly step: string | null;
  /** `document`, `script`, … for browsers; `http` for requests of the journey's own client. */
  readonly resourceType: string;
  /** Why the request failed, in words; null when it completed. */
  readonly error: string | null;
}

/** A vital with what the browser attributes it to (element, phase, target), as short texts or numbers. */
export interface Vital {
  /** Milliseconds; unitless for `cls`. */
  readonly value: number;
  readonly attribution: Readonly<Record<string, string | number>>;
}

/** The names of the vitals. All are milliseconds but for `cls`. */
export type VitalName = 'ttfb' | 'fcp' | 'lcp' | 'cls' | 'inp' | 'tbt';

/** Vitals of one page view. A vital that the browser did not report is absent. */
export type VitalSet = Readonly<Partial<Record<VitalName, Vital>>>;

/** Vitals of one navigation. */
export interface NavigationRecord {
  readonly url: string;
  /** The step in which the navigation began. */
  readonly step: string | null;
  /** Milliseconds since the run's start. */
  readonly startMs: number;
  readonly vitals: VitalSet;
}

/** Vitals of a run: of each name the worst page view's, and every navigation. */
export interface RunVitals extends VitalSet {
  readonly navigations: readonly NavigationRecord[];
}

/** The reading of the machine that measured. */
export interface InstrumentReading {
  /** Whether this was the worker's first run. */
  readonly cold: boolean;
  readonly nodeVersion: string;
  readonly chromiumVersion: string | null;
  /** Waywiser's own. Absent: unknown, or the record is older than this field. */
  readonly platformVersion?: string;
  readonly browserMode: 'multi-process' | 'single-process' | null;
  /** Milliseconds that a fixed piece of arithmetic took just before the run; null: not measured. */
  readonly cpuCheckMs: number | null;
  /** The longest time the event loop stood still during the run, in milliseconds; null: not measured. */
  readonly eventLoopDelayMaxMs: number | null;
  /** Resident memory of the worker at the end, without the browser's; null: not measured. */
  readonly memoryBytes: number | null;
  /** Why this run's timings should not be averaged with others; empty when all was well. */
  readonly off: readonly string[];
}

/** A file kept about a failed run. */
export interface EvidenceItem {
  readonly kind: 'screenshot' | 'trace' | 'har' | 'console' | 'source';
  /** Relative to the project, or an object key in AWS. */
  readonly path: string;
  /** Which execution it shows: the failing run itself, or its repetition with tracing. */
  readonly from: 'run' | 'evidence-run';
}

/** A line of the page's console, or of the journey's `log`. */
export interface ConsoleLine {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly text: string;
  /** Milliseconds since the run's start. */
  readonly atMs: number;
  /** Where the page says it comes from. */
  readonly source: string | null;
}

/** How one attempt of a run ended. */
export interface AttemptSummary {
  readonly outcome: 'passed' | 'failed' | 'errored';
  readonly cause: Cause | null;
  readonly message: string | null;
  readonly durationMs: number;
}

/** How many entries were left out of each list to keep the record small; absent lists are whole. */
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
      | 'attemptList',
      number
    >
  >
>;

/**
 * What is known of one run: a public, versioned contract. `waywiser run --json` prints it, the
 * store keeps it. Durations are fractional milliseconds of a monotonic clock, instants ISO 8601.
 */
export interface RunRecord {
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
  /** Time of the attempt that decided the outcome. */
  readonly durationMs: number;
  readonly attempts: number;
  /** Every attempt, the deciding one last. */
  readonly attemptList: readonly AttemptSummary[];
  /** Passed, but not at the first attempt. */
  readonly flaky: boolean;
  /** How many expectations were evaluated. */
  readonly checks: number;
  readonly steps: readonly StepRecord[];
  readonly requests: readonly RequestRecord[];
  readonly vitals: RunVitals | null;
  readonly instrument: InstrumentReading;
  readonly evidence: readonly EvidenceItem[];
  readonly console: readonly ConsoleLine[];
  /** Uncaught exceptions of the page. */
  readonly pageErrors: readonly string[];
  readonly log: readonly ConsoleLine[];
  readonly omitted: Omitted;
  /** Hash of the journey's bundled code. */
  readonly journeyVersion: string;
}

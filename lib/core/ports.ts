import type { SenderRoles } from './recorder/senders.ts';
import type { BrowserContext, Page } from 'playwright-core';
import type { HttpClient } from './journey/http-api.ts';
import type { ProbeClient } from './journey/probe-api.ts';
import type { JourneyPlan } from './journey/plan.ts';
import type { Cause } from './record/outcome.ts';
import type { RecordRank } from './record/record-rank.ts';
import type { DeliveredMessage, QueueMessage } from './record/queue-message.ts';
import type {
  ConsoleLine,
  EvidenceItem,
  Omitted,
  RequestRecord,
  RunRecord,
  RunVitals,
  StepVitals,
} from './record/run-record.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from './journey/attempt.ts';

/** A clock: instants for people and schedules, a monotonic reading for durations. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly epochMs: () => number;
  /** Fractional milliseconds since an arbitrary start; never goes back. */
  readonly monotonicMs: () => number;
}

/** Time, current step and deadline of an attempt, for its sessions. */
export interface RunFrame {
  /** Milliseconds since the attempt's start. */
  elapsedMs(): number;
  /** The innermost running step; null: none. */
  currentStep(): string | null;
  /** The steps, outer and inner, that ran at a time of the attempt. */
  stepsAt(elapsedMs: number): readonly string[];
  /** Aborts at the attempt's deadline, and when the attempt ends. */
  readonly signal: AbortSignal;
  /** Time left until the deadline, in milliseconds, never below 0. */
  remainingMs(): number;
}

/** The cause of a failure, with a message for people. */
export interface FailureReason {
  readonly cause: Cause;
  /** For people: what happened and to which address. */
  readonly message: string;
}

/** The HTTP client and the probes of one attempt, with its requests so far. */
export interface HttpSession {
  readonly client: HttpClient;
  readonly probe: ProbeClient;
  /** Every request so far, in order of start; unfinished ones have an `error`. */
  requests(): readonly RequestRecord[];
  /** The requests that have no complete response yet, as `GET https://…`. */
  pending(): readonly string[];
  /** Warnings about what passed all the same, such as a certificate that expires soon. */
  warnings(): readonly string[];
  /** Closes all connections; pending requests reject. */
  close(): void;
}

/** Requests, vitals and console of a browser during one attempt. */
export interface BrowserObservations {
  readonly requests: readonly RequestRecord[];
  readonly vitals: RunVitals;
  /** By step name; only steps that have vitals. */
  readonly stepVitals: ReadonlyMap<string, StepVitals>;
  readonly console: readonly ConsoleLine[];
  readonly pageErrors: readonly string[];
  readonly omitted: Omitted;
}

/** The browser of one attempt: a fresh context in a reused or new browser. */
export interface BrowserSession {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly chromiumVersion: string;
  readonly mode: 'multi-process' | 'single-process';
  /** Whether the browser runs with its own sandbox. */
  readonly sandbox: boolean;
  /** Document or main requests that have no complete response yet, as `GET https://…`. */
  pending(): readonly string[];
  /**
   * A failure that decides whatever the journey did: a document with status 500, a blocked address, a
   * crash. Null: there is none.
   */
  finalFailure(): FailureReason | null;
  /**
   * The failure of a request that the journey sent beside its pages: it was answered with an error status,
   * which the journey has not read. Null: there is none.
   */
  unchecked(): FailureReason | null;
  /**
   * Calls back, at most once, on a failure that no further waiting can change, such as a truncated
   * document, so that the body does not run into its own time-outs.
   */
  onFinalFailure(listener: (failure: FailureReason) => void): void;
  /** Resolves when it is known whether documents that failed so far were refused; soon, never rejects. */
  settled(): Promise<void>;
  /** Why browser or page do not respond, checked from outside; null: they do. Soon, never rejects. */
  unresponsive(): Promise<FailureReason | null>;
  /** Why requests wait for their names to be resolved; null: none does. Bounded, never rejects. */
  unresolved(): Promise<FailureReason | null>;
  /** Finds the cause of an error of a Playwright call from observations; null: the error is another's. */
  explain(error: unknown): Promise<FailureReason | null>;
  /** Number of timers of the browser's client in this process, which are not the journey's. */
  ownTimers(): number;
  /** Flushes and collects observations after the clocks have stopped; never throws, ends within `deadlineMs`. */
  collect(deadlineMs: number): Promise<BrowserObservations>;
  /** Writes screenshot, page source and console into `dir`, with secrets masked; never throws. */
  captureFailure(dir: string, deadlineMs: number): Promise<readonly EvidenceItem[]>;
  /** Kinds of evidence that were not kept, because secrets could not be replaced in them in time. */
  withheld(): readonly EvidenceItem['kind'][];
  /** Closes the context (and writes trace and HAR in evidence mode). Never throws, never hangs. */
  close(deadlineMs: number): Promise<readonly EvidenceItem[]>;
}

/** Opens browser sessions; reuses a browser between them when that does not distort timings. */
export interface BrowserPort {
  /** Throws a RunFailure (`monitor.browser`, `monitor.disk`, …) when no browser can be started. */
  open(request: AttemptRequest, frame: RunFrame): Promise<BrowserSession>;
  /** Process ids of the reused browser, for killing it from outside. */
  browserPids(): readonly number[];
  /** Ends the reused browser, by SIGKILL when it does not exit. */
  dispose(): Promise<void>;
}

/** Runs attempts in a separate process, which is killed after the deadline. */
export interface Sandbox {
  /** Never rejects: a crash or a hang becomes a result, too. */
  attempt(
    request: AttemptRequest,
    onProgress?: (progress: AttemptProgress) => void,
  ): Promise<AttemptResult>;
}

/** Reads secrets by their name in the configuration, such as `shop-login`. */
export interface SecretStore {
  /** Throws a RunFailure of cause `monitor.secret` that names the secret and the remedy. */
  read(name: string): Promise<string>;
}

/** Selects runs of one journey in one region by time. */
export interface RunQuery {
  readonly journey: string;
  readonly region: string;
  /** ISO 8601, inclusive. */
  readonly since?: string;
  /** ISO 8601, exclusive. */
  readonly until?: string;
  /** Newest first by default. */
  readonly order?: 'newest-first' | 'oldest-first';
  readonly limit?: number;
}

/** Stores run records by journey, region and time. */
export interface RunStore {
  /**
   * Stores a record once: `false` when the run id has a record already. A `missing` record is replaced
   * by any other.
   */
  putRun(record: RunRecord): Promise<boolean>;
  getRun(journey: string, region: string, runId: string): Promise<RunRecord | null>;
  queryRuns(query: RunQuery): Promise<readonly RunRecord[]>;
  /** Every journey and region that has a record. */
  listSeries(): Promise<readonly { readonly journey: string; readonly region: string }[]>;
}

/** A record from the queue, with the rank by which it replaces others. */
export interface RankedRecord {
  readonly record: RunRecord;
  readonly rank: RecordRank;
  /** Whether its metrics are published. */
  readonly publishes: boolean;
}

/**
 * Result of claiming a record:
 * - `mine`: the record is stored, and the claimant publishes its metrics before the lease ends.
 *   `counted`: it replaced another record of the same run that was published before; `measured`: that was
 *   the runner's own, so that the same measurements are published already;
 * - `settled`: nothing is left to do, or a record of higher rank is responsible;
 * - `busy`: another claimant holds the lease; try again later.
 */
export type ClaimResult =
  | {
      readonly kind: 'mine';
      readonly leaseUntilMs: number;
      readonly counted: boolean;
      readonly measured: boolean;
    }
  | { readonly kind: 'settled' }
  | { readonly kind: 'busy' };

/** Stores the record of highest rank of each run, and whether it was published. */
export interface RecordLedger {
  /**
   * Stores the record when there is none or one of lower rank, with a lease when it publishes. An
   * expired lease that was not settled goes to the next claimant of the same or a higher rank, whose
   * record is then stored. A slot can be run twice: a record with evidence replaces that of its own
   * execution only.
   */
  claim(entry: RankedRecord, nowMs: number): Promise<ClaimResult>;
  /** Marks the claim with this lease as published; `false` when the lease is lost. */
  settle(entry: Pick<RankedRecord, 'record' | 'rank'>, leaseUntilMs: number): Promise<boolean>;
}

/** One value of a CloudWatch metric, with its dimensions and timestamp. */
export interface MetricSample {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Finite. */
  readonly value: number;
  readonly unit: 'Milliseconds' | 'Count' | 'None';
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** Publishes samples to CloudWatch in groups. */
export interface MetricSink {
  /**
   * Publishes each group as a whole. Returns an entry for each group, in their order: null when it was
   * accepted, else the error. A failed group may have been accepted all the same, when the response
   * was lost. Never rejects.
   */
  publish(groups: readonly (readonly MetricSample[])[]): Promise<readonly (Error | null)[]>;
}

/** Returns messages to the queue for a later delivery. */
export interface MessagePostponer {
  /** Delays the next delivery of the message by `delayMs`. */
  postpone(message: DeliveredMessage, delayMs: number): Promise<void>;
}

/** A queue of messages that the recorder cannot read, for inspection by people. */
export interface UnreadableQueue {
  keep(message: QueueMessage, reason: string): Promise<void>;
}

/** The roles that may send to a region's queue. */
export interface SenderDirectory {
  /** Reads the roles once. Rejects when they cannot be read. */
  known(): Promise<SenderRoles>;
  /** Reads them again, at most once a minute. Rejects when they cannot be read. */
  renewed(): Promise<SenderRoles>;
}

/** A journey's plan and the path of its bundled code. */
export interface RunnableJourney {
  readonly plan: JourneyPlan;
  readonly bundlePath: string;
}

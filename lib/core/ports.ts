import type { BrowserContext, Page } from 'playwright-core';
import type { HttpClient } from './journey/http-api.ts';
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

/** Time: instants for people and schedules, a monotonic reading for durations. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly epochMs: () => number;
  /** Fractional milliseconds since an arbitrary start; never goes back. */
  readonly monotonicMs: () => number;
}

/** What a run tells its sessions: where it is in time and in the journey. */
export interface RunFrame {
  /** Milliseconds since the attempt's start. */
  elapsedMs(): number;
  /** The innermost running step, or null. */
  currentStep(): string | null;
  /** The steps, outer and inner, that ran at this moment of the attempt. */
  stepsAt(elapsedMs: number): readonly string[];
  /** Aborts at the attempt's deadline, and when the attempt ends. */
  readonly signal: AbortSignal;
  /** Time left until the deadline, in milliseconds, never below 0. */
  remainingMs(): number;
}

/** What the evidence says about an error that a journey threw. */
export interface FailureReason {
  readonly cause: Cause;
  /** For people: what happened and to which address. */
  readonly message: string;
}

/** The HTTP side of one attempt. */
export interface HttpSession {
  readonly client: HttpClient;
  /** Every request so far, in order of start; those still under way with an `error` saying so. */
  requests(): readonly RequestRecord[];
  /** The requests that have no complete response yet, as `GET https://…`. */
  pending(): readonly string[];
  /** Closes all connections; pending requests reject. */
  close(): void;
}

/** What was observed in a browser during one attempt. */
export interface BrowserObservations {
  readonly requests: readonly RequestRecord[];
  readonly vitals: RunVitals;
  /** By step name; only steps with something to say. */
  readonly stepVitals: Readonly<Record<string, StepVitals>>;
  readonly console: readonly ConsoleLine[];
  readonly pageErrors: readonly string[];
  readonly omitted: Omitted;
}

/** The browser side of one attempt: a fresh context in a kept or fresh browser. */
export interface BrowserSession {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly chromiumVersion: string;
  readonly mode: 'multi-process' | 'single-process';
  /** Document or main requests that have no complete response yet, as `GET https://…`. */
  pending(): readonly string[];
  /**
   * A verdict that stands whatever the journey did: a document that answered 500, a blocked
   * address, a crash. Null when there is none.
   */
  finalFailure(): FailureReason | null;
  /**
   * Calls back, at most once, when a verdict is reached that no further waiting can change, such as
   * a document cut short: the body need not run into its own time-outs.
   */
  onFinalFailure(listener: (verdict: FailureReason) => void): void;
  /** Finds the cause of an error thrown by a Playwright call, by independent evidence; null: not ours. */
  explain(error: unknown): Promise<FailureReason | null>;
  /** Timers of the browser's client in this process: none of them is the journey's. */
  ownTimers(): number;
  /** Flushes and collects. Clocks have stopped; never throws; ends within `deadlineMs`. */
  collect(deadlineMs: number): Promise<BrowserObservations>;
  /** Screenshot, page source and console into `dir`, with secrets masked; never throws. */
  captureFailure(dir: string, deadlineMs: number): Promise<readonly EvidenceItem[]>;
  /** Closes the context (and writes trace and HAR in evidence mode). Never throws, never hangs. */
  close(deadlineMs: number): Promise<readonly EvidenceItem[]>;
}

/** Opens browser sessions; keeps a browser between them where that is truthful. */
export interface BrowserPort {
  /** Throws a RunFailure (`monitor.browser`, `monitor.disk`, …) where no browser can be had. */
  open(request: AttemptRequest, frame: RunFrame): Promise<BrowserSession>;
  /** Process ids of the kept browser, for whoever must kill it. */
  browserPids(): readonly number[];
  /** Ends the kept browser, by SIGKILL where it will not go. */
  dispose(): Promise<void>;
}

/** Runs attempts where they can do no harm: another process, watched and killed at the deadline. */
export interface Sandbox {
  /** Never rejects: whatever happens becomes a result. */
  attempt(
    request: AttemptRequest,
    onProgress?: (progress: AttemptProgress) => void,
  ): Promise<AttemptResult>;
}

/** Reads secrets by name. */
export interface SecretStore {
  /** Throws a RunFailure of cause `monitor.secret` that names the secret and the remedy. */
  read(name: string): Promise<string>;
}

/** A range of runs of one journey. */
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

/** Keeps run records. */
export interface RunStore {
  /**
   * Stores a record once: `false` when a record of that run id was there already. A `missing` one
   * gives way to any other.
   */
  putRun(record: RunRecord): Promise<boolean>;
  getRun(journey: string, region: string, runId: string): Promise<RunRecord | null>;
  queryRuns(query: RunQuery): Promise<readonly RunRecord[]>;
  /** Every journey and region that has a record. */
  listSeries(): Promise<readonly { readonly journey: string; readonly region: string }[]>;
}

/** A record that came from the queue. */
export interface RankedRecord {
  readonly record: RunRecord;
  readonly rank: RecordRank;
  /** Whether metrics are to be published of it. */
  readonly publishes: boolean;
}

/**
 * What became of a claim:
 * - `mine`: the record is stored, and its metrics are the claimant's to publish before the lease ends.
 *   `counted`: another record of the same run was published before, and this one replaced it;
 * - `settled`: there is nothing left to do, or it is the business of a record of higher rank;
 * - `busy`: another claimant holds the lease, so come again.
 */
export type ClaimResult =
  | { readonly kind: 'mine'; readonly leaseUntilMs: number; readonly counted: boolean }
  | { readonly kind: 'settled' }
  | { readonly kind: 'busy' };

/** Stores each run's record of highest rank, and knows which were published. */
export interface RecordLedger {
  /**
   * Stores the record where there is none or one of lower rank, with a lease where it publishes.
   * A lease that has ended without being settled is given to whoever claims next with the same
   * rank or a higher one, and the record then stored is the new claimant's.
   */
  claim(entry: RankedRecord, nowMs: number): Promise<ClaimResult>;
  /** Says that what was claimed until `leaseUntilMs` is published; `false` when the lease is lost. */
  settle(record: RunRecord, leaseUntilMs: number): Promise<boolean>;
}

/** One measured value, for CloudWatch. */
export interface MetricSample {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Finite. */
  readonly value: number;
  readonly unit: 'Milliseconds' | 'Count' | 'None';
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** Publishes samples. */
export interface MetricSink {
  /**
   * Publishes groups, each as a whole; the answer has an entry for each group, in their order: null
   * when it was accepted, else the error. A group that failed may still have been accepted: the
   * answer may have been lost on the way. Never rejects.
   */
  publish(groups: readonly (readonly MetricSample[])[]): Promise<readonly (Error | null)[]>;
}

/** Hands messages back to the queue that they came from. */
export interface MessagePostponer {
  /** Lets the queue deliver the message again in so many milliseconds, and not before. */
  postpone(message: DeliveredMessage, delayMs: number): Promise<void>;
}

/** Keeps messages that nobody can read, for people. */
export interface UnreadableQueue {
  keep(message: QueueMessage, reason: string): Promise<void>;
}

/** Where a slot's plan and code come from. */
export interface RunnableJourney {
  readonly plan: JourneyPlan;
  readonly bundlePath: string;
}

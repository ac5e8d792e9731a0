import type { Cause } from '../record/outcome.ts';
import type { Observations, RunError, StepRecord } from '../record/run-record.ts';
import type { JourneyPlan } from './plan.ts';

/** One attempt for a worker, as plain data that is sent between processes. */
export interface AttemptRequest {
  readonly runId: string;
  readonly plan: JourneyPlan;
  /** The journey's bundled code (CommonJS) and its source map, as absolute paths. */
  readonly bundlePath: string;
  /** Where relative paths in errors are rooted. */
  readonly projectDir: string;
  /** Values by secret name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Time limit of the journey's body. */
  readonly timeoutMs: number;
  /** Limit of the whole attempt: starting a browser, the body, collecting. Absent: none. */
  readonly totalMs?: number;
  /** `timing`: without tracing. `evidence`: with trace and HAR; its timings are not used. */
  readonly mode: 'timing' | 'evidence';
  /** Use a browser that no earlier attempt has used. */
  readonly freshBrowser: boolean;
  /** Absolute folder for evidence files, created with the first file; null for none. */
  readonly evidenceDir: string | null;
}

/** A position in the author's source; line and column are 1-based. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Outcome, cause and duration of a journey's body, before observations are collected. */
export interface BodyResult {
  readonly outcome: 'passed' | 'failed' | 'errored';
  readonly cause: Cause | null;
  readonly error: RunError | null;
  readonly durationMs: number;
  readonly checks: number;
}

/** Progress that a worker reports; the result of a killed worker is made from it. */
export type AttemptProgress =
  | { readonly kind: 'body-started' }
  | {
      readonly kind: 'step-started';
      readonly name: string;
      readonly parent: string | null;
      readonly startMs: number;
      readonly at: SourcePosition | null;
    }
  | { readonly kind: 'step-ended'; readonly step: StepRecord }
  /** The body did not return, and its failure's cause is being looked for, which takes a while. */
  | { readonly kind: 'body-stopped' }
  | { readonly kind: 'body-ended'; readonly result: BodyResult };

/** Result of one attempt, with all observations. */
export interface AttemptResult extends BodyResult, Observations {}

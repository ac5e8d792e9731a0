import type { Cause } from '../record/outcome.ts';
import type {
  ConsoleLine,
  EvidenceItem,
  InstrumentReading,
  Omitted,
  RequestRecord,
  RunError,
  RunVitals,
  StepRecord,
} from '../record/run-record.ts';
import type { JourneyPlan } from './plan.ts';

/** Everything a worker needs for one attempt: plain data, sent between processes. */
export interface AttemptRequest {
  readonly runId: string;
  readonly plan: JourneyPlan;
  /** The journey's bundled code (CommonJS) and its source map, as absolute paths. */
  readonly bundlePath: string;
  /** Where relative paths in errors are rooted. */
  readonly projectDir: string;
  /** Values by secret name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Time of the journey's body. */
  readonly timeoutMs: number;
  /** Time of all: starting a browser, the body, collecting. Absent: each as long as it may take. */
  readonly totalMs?: number;
  /** `timing`: bare. `evidence`: with trace and HAR; its timings are not used. */
  readonly mode: 'timing' | 'evidence';
  /** Use a browser that no earlier attempt has touched. */
  readonly freshBrowser: boolean;
  /** Absolute folder for evidence files, made by whoever writes the first; null for none. */
  readonly evidenceDir: string | null;
}

/** Where in the author's source something happened; 1-based. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How the journey's body ended, before anything else was collected. */
export interface BodyResult {
  readonly outcome: 'passed' | 'failed' | 'errored';
  readonly cause: Cause | null;
  readonly error: RunError | null;
  readonly durationMs: number;
  readonly checks: number;
}

/** What a worker reports while an attempt runs; also the last that is known when it is killed. */
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
  | { readonly kind: 'body-ended'; readonly result: BodyResult };

/** How one attempt ended, with all that was observed. */
export interface AttemptResult extends BodyResult {
  readonly steps: readonly StepRecord[];
  readonly requests: readonly RequestRecord[];
  readonly vitals: RunVitals | null;
  readonly instrument: InstrumentReading;
  readonly evidence: readonly EvidenceItem[];
  readonly console: readonly ConsoleLine[];
  readonly pageErrors: readonly string[];
  readonly log: readonly ConsoleLine[];
  readonly omitted: Omitted;
}

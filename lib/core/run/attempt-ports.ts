import type { BrowserPort, BrowserSession, Clock, HttpSession, RunFrame } from '../ports.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { AttemptProgress, AttemptRequest, SourcePosition } from '../journey/attempt.ts';
import type { RawReading } from './instrument.ts';
import type { StepScope, StepTracker } from './step-tracker.ts';

/** Everything an attempt needs from the process it runs in. */
export interface AttemptPorts {
  readonly clock: Clock;
  readonly scope: StepScope;
  /** Calls `action` after a delay; the result cancels it. */
  readonly after: (delayMs: number, action: () => void) => () => void;
  readonly openHttp: (request: AttemptRequest, frame: RunFrame) => HttpSession;
  readonly browser: BrowserPort | null;
  /** Expectations evaluated since the last call. */
  readonly takeChecks: () => number;
  /** Begins a reading of this machine; the result ends it. */
  readonly startInstrument: () => () => Omit<RawReading, 'chromiumVersion' | 'browserMode'>;
  readonly locate: (error: unknown) => SourcePosition | null;
  /** The line of the author's source that is running now. */
  readonly currentPosition: () => SourcePosition | null;
  /** Calls back with errors that no promise of the journey holds; the result ends that. */
  readonly onStrayError: (listener: (error: unknown) => void) => () => void;
  /**
   * Waits, for a bounded time, for timers that the body left behind, without those that `ownTimers`
   * counts; false: some remain.
   */
  readonly settleLeftovers: (ownTimers: () => number) => Promise<boolean>;
  readonly onProgress: (progress: AttemptProgress) => void;
}

/** What an attempt holds open while it runs. */
export interface AttemptState {
  readonly request: AttemptRequest;
  readonly tracker: StepTracker;
  readonly http: HttpSession;
  readonly session: BrowserSession | null;
  readonly log: { lines(): readonly ConsoleLine[]; omitted(): number };
}

import type { BrowserPort, BrowserSession, Clock, HttpSession, RunFrame } from '../ports.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { AttemptProgress, AttemptRequest, SourcePosition } from '../journey/attempt.ts';
import type { RawReading } from './instrument.ts';
import type { StepScope, StepTracker } from './step-tracker.ts';

/** Clock, sessions and observers that an attempt gets from its worker process. */
export interface AttemptPorts {
  readonly clock: Clock;
  readonly scope: StepScope;
  /** Calls `action` after a delay; the returned function cancels it. */
  readonly after: (delayMs: number, action: () => void) => () => void;
  readonly openHttp: (request: AttemptRequest, frame: RunFrame) => HttpSession;
  readonly browser: BrowserPort | null;
  /** Expectations evaluated since the last call. */
  readonly takeChecks: () => number;
  /** Starts a reading of this machine; the returned function ends it. */
  readonly startInstrument: () => () => Omit<RawReading, 'chromiumVersion' | 'browserMode'>;
  readonly locate: (error: unknown) => SourcePosition | null;
  /** The position in the author's source that is running now. */
  readonly currentPosition: () => SourcePosition | null;
  /** Calls back with errors outside every promise of the journey; the returned function stops it. */
  readonly onStrayError: (listener: (error: unknown) => void) => () => void;
  /**
   * Waits for a limited time for timers that the body left behind, except those that `ownTimers`
   * counts; false when some remain.
   */
  readonly settleLeftovers: (ownTimers: () => number) => Promise<boolean>;
  readonly onProgress: (progress: AttemptProgress) => void;
}

/** Sessions, log and step tracker of a running attempt. */
export interface AttemptState {
  readonly request: AttemptRequest;
  readonly tracker: StepTracker;
  readonly http: HttpSession;
  readonly session: BrowserSession | null;
  readonly log: { lines(): readonly ConsoleLine[]; omitted(): number };
}

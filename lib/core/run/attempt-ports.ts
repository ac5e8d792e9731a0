import type { BrowserPort, BrowserSession, Clock, HttpSession, RunFrame } from '../ports.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { AttemptProgress, AttemptRequest, SourcePosition } from '../journey/attempt.ts';
import type { RawReading } from './instrument.ts';
import type { FollowCall } from './begun-calls.ts';
import type { ObservedBody } from './observed-body.ts';
import type { StepScope, StepTracker } from './step-tracker.ts';

/** Observes the calls and expectations of a body. */
export interface BodyObserver {
  readonly follow: FollowCall;
  /** An expectation was evaluated to its end, whether it held or not. */
  readonly onEvaluated: () => void;
  /** An expectation of `expect.soft` failed. */
  readonly onSoftFailure: (error: unknown) => void;
  /** Time left until the deadline, in milliseconds, never below 0. */
  readonly remainingMs: () => number;
}

/** Clock, sessions and observers that an attempt gets from its worker process. */
export interface AttemptPorts {
  readonly clock: Clock;
  readonly scope: StepScope;
  /** Calls `action` after a delay; the returned function cancels it. */
  readonly after: (delayMs: number, action: () => void) => () => void;
  readonly openHttp: (request: AttemptRequest, frame: RunFrame) => HttpSession;
  readonly browser: BrowserPort | null;
  /** Runs the body; what it calls and evaluates, at any later time too, is reported to `observer`. */
  readonly observeBody: <T>(observer: BodyObserver, body: () => T) => T;
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
  readonly observed: ObservedBody;
  readonly log: { lines(): readonly ConsoleLine[]; omitted(): number };
}

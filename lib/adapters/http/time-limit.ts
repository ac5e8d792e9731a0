import { inWholeUnits } from '../../core/base/whole-units.ts';
import type { RunFrame } from '../../core/ports.ts';

/** How long before the run's deadline a request times out, so that the journey gets its error. */
const RUN_MARGIN_MS = 5;

/** Why a request was aborted: its own limit, the run's deadline, or the end of the run. */
export type LimitKind = 'request' | 'run' | 'closed';

/**
 * Abort reason of a {@link TimeLimit}. The exchange, which knows the phase, turns it into a
 * failure.
 */
export class LimitReached extends Error {
  readonly kind: LimitKind;
  readonly limitMs: number;
  /** What was waited for, where the phase of the request does not tell; null: it does. */
  readonly waiting: string | null;

  constructor(kind: LimitKind, limitMs: number, waiting: string | null = null) {
    super(kind === 'closed' ? 'the run has ended' : `timed out after ${inWholeUnits(limitMs)}`);
    this.name = 'LimitReached';
    this.kind = kind;
    this.limitMs = limitMs;
    this.waiting = waiting;
  }
}

/** Time limit of one call of the journey, including its redirects. */
export interface TimeLimit {
  /** Aborts with a {@link LimitReached} as its reason. */
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** Time until it is reached. */
  remainingMs(): number;
  /** Lets its timer keep no process alive, and count as nothing that a journey has left behind. */
  unref(): void;
  /** Frees the timer; call it when the call has ended. */
  release(): void;
}

/**
 * Starts the limit of one call: the author's time-out or the rest of the run, whichever is shorter.
 */
export function startTimeLimit(
  timeoutMs: number | null,
  frame: RunFrame,
  closed: AbortSignal,
): TimeLimit {
  const restMs = Math.max(0, frame.remainingMs() - RUN_MARGIN_MS);
  const kind = timeoutMs !== null && timeoutMs <= restMs ? 'request' : 'run';
  const limitMs = Math.round(timeoutMs === null ? restMs : Math.min(timeoutMs, restMs));
  const endMs = performance.now() + limitMs;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new LimitReached(kind, limitMs)), limitMs);
  const ends = [frame.signal, closed];
  for (const end of ends) end.addEventListener('abort', onEnd);
  if (ends.some((end) => end.aborted)) onEnd();

  function onEnd(): void {
    const outOfTime = frame.remainingMs() <= 0 && !closed.aborted;
    controller.abort(new LimitReached(outOfTime ? 'run' : 'closed', limitMs));
  }

  return {
    signal: controller.signal,
    limitMs,
    remainingMs: () => Math.max(0, endMs - performance.now()),
    unref: () => timer.unref(),
    release: () => {
      clearTimeout(timer);
      for (const end of ends) end.removeEventListener('abort', onEnd);
    },
  };
}

/** A promise that rejects when a signal aborts, for a race with the limited work. */
export interface Abortion {
  readonly promise: Promise<never>;
  /** Detaches it from the signal. */
  stop(): void;
}

/** Rejects with the signal's reason when it aborts. */
export function aborted(signal: AbortSignal): Abortion {
  const listening = new AbortController();
  const promise = new Promise<never>((_resolve, reject) => {
    function onAbort(): void {
      reject(reasonOf(signal));
    }
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { signal: listening.signal });
  });
  // An abort after the race is over must not be an unhandled rejection.
  promise.catch(() => undefined);

  return { promise, stop: () => listening.abort() };
}

/**
 * Waits for something else than a phase of the request. Rejects with a {@link LimitReached} that names it
 * when the signal aborts.
 */
export async function limitedWait<T>(
  work: Promise<T>,
  { signal, waiting }: { readonly signal: AbortSignal; readonly waiting: () => string },
): Promise<T> {
  const abortion = aborted(signal);
  try {
    return await Promise.race([work, abortion.promise]);
  } catch (error) {
    throw error instanceof LimitReached ? whileWaiting(error, waiting()) : error;
  } finally {
    abortion.stop();
  }
}

/** The same limit, with what was waited for when it was reached; null: what the phase says. */
export function whileWaiting({ kind, limitMs }: LimitReached, waiting: string | null): Error {
  return new LimitReached(kind, limitMs, waiting);
}

/** The abort reason of a signal, as a {@link LimitReached}. */
export function reasonOf(signal: AbortSignal): LimitReached {
  const reason: unknown = signal.reason;

  return reason instanceof LimitReached ? reason : new LimitReached('closed', 0);
}

import type { RequestPhases } from '../../core/record/run-record.ts';

/** The phases of a request, in their order. */
export const REQUEST_PHASES = ['dns', 'tcp', 'tls', 'send', 'wait', 'receive'] as const;

/** A phase of a request, as its short name. */
export type RequestPhase = (typeof REQUEST_PHASES)[number];

/** Phases and total time that a {@link PhaseClock} has measured so far. */
export interface PhaseReading {
  readonly phases: RequestPhases;
  readonly totalMs: number;
}

/** Tracks which phase a request is in and how long each phase took. */
export interface PhaseClock {
  /** Ends the current phase and begins another; null: time outside all phases. */
  enter(phase: RequestPhase | null): void;
  /** Moves all time of one phase to another, and continues in that one. */
  rebook(from: RequestPhase, to: RequestPhase): void;
  /** Milliseconds since the start, in whole microseconds. */
  elapsedMs(): number;
  /** The current phase, or the last one once the clock has stopped. */
  current(): RequestPhase | null;
  /** Ends the request; later calls change nothing. */
  stop(): void;
  read(): PhaseReading;
}

/**
 * Starts measuring a request. At every instant a request is in exactly one phase or in none, and
 * instants are whole microseconds before they are subtracted, so phases and `unaccounted` add up to
 * the total exactly. A phase that was never entered is null.
 *
 * @param nowUs whole microseconds of a monotonic clock
 */
export function phaseClock(nowUs: () => number = monotonicUs): PhaseClock {
  const spentUs = new Map<RequestPhase | null, number>();
  const startUs = nowUs();
  let phase: RequestPhase | null = null;
  let enteredUs = startUs;
  let stoppedUs: number | null = null;

  function book(): number {
    const now = nowUs();
    spentUs.set(phase, (spentUs.get(phase) ?? 0) + now - enteredUs);
    enteredUs = now;

    return now;
  }

  return {
    enter: (next) => {
      if (stoppedUs !== null) return;
      book();
      phase = next;
    },
    rebook: (from, to) => {
      if (stoppedUs !== null) return;
      book();
      spentUs.set(to, (spentUs.get(to) ?? 0) + (spentUs.get(from) ?? 0));
      spentUs.delete(from);
      phase = to;
    },
    elapsedMs: () => ((stoppedUs ?? nowUs()) - startUs) / 1000,
    current: () => phase,
    stop: () => {
      stoppedUs ??= book();
    },
    read: () => {
      if (stoppedUs === null) book();

      return reading(spentUs, (stoppedUs ?? enteredUs) - startUs);
    },
  };
}

/** Whole microseconds of the monotonic clock; exact for 285 years of uptime. */
export function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

function reading(spentUs: ReadonlyMap<RequestPhase | null, number>, totalUs: number): PhaseReading {
  const accountedUs = REQUEST_PHASES.reduce((sum, phase) => sum + (spentUs.get(phase) ?? 0), 0);

  return {
    phases: {
      dnsMs: milliseconds(spentUs.get('dns')),
      tcpMs: milliseconds(spentUs.get('tcp')),
      tlsMs: milliseconds(spentUs.get('tls')),
      sendMs: milliseconds(spentUs.get('send')),
      waitMs: milliseconds(spentUs.get('wait')),
      receiveMs: milliseconds(spentUs.get('receive')),
      unaccountedMs: (totalUs - accountedUs) / 1000,
    },
    totalMs: totalUs / 1000,
  };
}

function milliseconds(us: number | undefined): number | null {
  return us === undefined ? null : us / 1000;
}

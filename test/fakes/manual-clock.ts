import type { Clock } from '../../lib/core/ports.ts';

/** A clock that moves only when a test advances it; timers fire as it passes them. */
export interface ManualClock extends Clock {
  readonly after: (delayMs: number, action: () => void) => () => void;
  /** Moves on by so many milliseconds, letting promises settle after each timer. */
  advance(ms: number): Promise<void>;
  /** Moves on as a machine does that sleeps: timers fire late, with the next advance. */
  readonly sleep: (ms: number) => void;
  /** Sets the clock forward, or with a negative number back; timers and the monotonic clock go on. */
  readonly set: (byMs: number) => void;
}

/** Starts at the given instant. */
export function manualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let nowMs = startMs;
  let aheadMs = 0;
  let timers: { readonly atMs: number; readonly action: () => void }[] = [];

  return {
    epochMs: () => nowMs + aheadMs,
    monotonicMs: () => nowMs - startMs,
    after: (delayMs, action) => {
      const timer = { atMs: nowMs + delayMs, action };
      timers.push(timer);

      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    sleep: (ms) => {
      nowMs += ms;
    },
    set: (byMs) => {
      aheadMs += byMs;
    },
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await settle();
      for (let next = soonest(); next !== undefined && next.atMs <= endMs; next = soonest()) {
        const due = next;
        nowMs = Math.max(nowMs, due.atMs);
        timers = timers.filter((each) => each !== due);
        due.action();
        await settle();
      }
      nowMs = endMs;
    },
  };

  function soonest(): (typeof timers)[number] | undefined {
    return timers.toSorted((a, b) => a.atMs - b.atMs)[0];
  }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

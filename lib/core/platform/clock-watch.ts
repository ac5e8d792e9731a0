import type { Clock } from '../ports.ts';

/** Readings of the two clocks within this many milliseconds belong together. */
const MAX_READING_MS = 50;
const MAX_READINGS = 5;

/** One reading of both clocks. */
interface Reading {
  readonly epochMs: number;
  readonly monotonicMs: number;
}

/** Notices that the clock of this machine moved by more than time passed. */
export interface ClockWatch {
  /**
   * How far the clock has moved since the last call, in milliseconds; negative: back; 0: less than the
   * minimum. A machine that slept looks as if its clock was put forward: its monotonic clock stood still.
   */
  movedMs(): number;
}

/** Starts to watch a clock. Moves below `minMoveMs` are corrections that every clock gets. */
export function clockWatch(clock: Clock, minMoveMs: number): ClockWatch {
  let last = read(clock);

  return {
    movedMs: () => {
      const now = read(clock);
      const byMs = now.epochMs - last.epochMs - (now.monotonicMs - last.monotonicMs);
      last = now;

      return Math.abs(byMs) < minMoveMs ? 0 : byMs;
    },
  };
}

/** Repeated if the process was stopped between the two readings: that is no move of the clock. */
function read(clock: Clock): Reading {
  for (let left = MAX_READINGS; ; left -= 1) {
    const beforeMs = clock.monotonicMs();
    const epochMs = clock.epochMs();
    const monotonicMs = clock.monotonicMs();
    if (monotonicMs - beforeMs <= MAX_READING_MS || left === 0) return { epochMs, monotonicMs };
  }
}

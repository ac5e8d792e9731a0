import type { Clock } from '../ports.ts';
import type { SlotTimer } from './slot-clock.ts';

/** Speed and start of a compressed clock. */
export interface Compression {
  /** Seconds of the compressed clock per real second. */
  readonly scale: number;
  /** Where the compressed clock begins, in milliseconds since 1970. */
  readonly fromMs: number;
}

/** A clock on which days pass in seconds, for schedules, jobs and stored instants. Never ahead of real time. */
export interface CompressedClock extends Clock {
  /** Whether it has reached real time; its compression then has ended. */
  hasCaughtUp(): boolean;
}

/**
 * Compresses a clock. Both readings run `scale` times as fast; the instant never passes that of the
 * base clock, so that no record is in the future. Durations must be measured with the base clock.
 */
export function compressedClock(base: Clock, { scale, fromMs }: Compression): CompressedClock {
  const startMs = base.monotonicMs();

  function aheadMs(): number {
    return fromMs + (base.monotonicMs() - startMs) * scale;
  }

  return {
    epochMs: () => Math.floor(Math.min(aheadMs(), base.epochMs())),
    monotonicMs: () => base.monotonicMs() * scale,
    hasCaughtUp: () => aheadMs() >= base.epochMs(),
  };
}

/** Timers of a compressed clock, based on real timers. */
export function compressedTimer(after: SlotTimer['after'], scale: number): SlotTimer {
  return {
    // Timers take whole milliseconds; rounding down would wake up too early, repeatedly.
    after: (delayMs, action) => after(Math.ceil(delayMs / scale), action),
    maxWaitMs: MAX_WAIT_MS * scale,
    // It follows the monotonic clock, so it cannot be set.
    minMoveMs: Infinity,
  };
}

/** In real time: short enough to notice the end of the compressed time. */
const MAX_WAIT_MS = 1000;

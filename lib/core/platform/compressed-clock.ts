import type { Clock } from '../ports.ts';
import type { SlotTimer } from './slot-clock.ts';

/** How time is compressed. */
export interface Compression {
  /** So many seconds of the compressed clock pass in each second. */
  readonly scale: number;
  /** Where the compressed clock begins, in milliseconds since 1970. */
  readonly fromMs: number;
}

/** A clock on which days pass in seconds, for schedules, jobs and stored instants. */
export interface CompressedClock extends Clock {
  /** Whether it has caught up with the clock it is made from: then it stands still. */
  hasCaughtUp(): boolean;
}

/**
 * Compresses a clock. Both readings run `scale` times as fast; the instant never passes that of the
 * clock it is made from, for nothing is stored that has not been yet. What is measured must be
 * measured by the clock it is made from.
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

/** Timers of a compressed clock, made of those of the clock behind it. */
export function compressedTimer(after: SlotTimer['after'], scale: number): SlotTimer {
  return {
    // Timers know whole milliseconds only; a fraction cut off would wake too early, again and again.
    after: (delayMs, action) => after(Math.ceil(delayMs / scale), action),
    maxWaitMs: MAX_WAIT_MS * scale,
  };
}

/** In the time behind: short enough that the end of the compressed time is noticed. */
const MAX_WAIT_MS = 1000;

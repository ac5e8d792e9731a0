import { MINUTE_MS } from '../core/base/time.ts';

/** A worker waits so many intervals of its journey: one run may be late or left out. */
const INTERVALS = 2;
/** Longest time for which a worker is worth its memory: its start costs 0.5 s of CPU. */
const MAX_IDLE_MS = 10 * MINUTE_MS;
/** A worker whose journey comes too seldom waits for repetitions only. */
const MIN_IDLE_MS = MINUTE_MS;

/**
 * How long a worker waits for the next run of its journey before it ends: two intervals, if these take
 * at most ten minutes, else one minute.
 */
export function idleLimitMs(intervalMs: number): number {
  const limitMs = INTERVALS * intervalMs;

  return limitMs <= MAX_IDLE_MS ? Math.max(MIN_IDLE_MS, limitMs) : MIN_IDLE_MS;
}

/** Memory of its own that an idle worker takes: of API journeys, and of browser journeys with the browser. */
const IDLE_BYTES = { api: 45 * 1_048_576, browser: 300 * 1_048_576 } as const;
/** Part of this machine's memory that idle workers of one kind may take. */
const MEMORY_SHARE = 1 / 8;

/** Number of workers that may wait for their journeys on a machine with so much memory; at least one. */
export function maxIdleWorkers(kind: keyof typeof IDLE_BYTES, memoryBytes: number): number {
  return Math.max(1, Math.floor((MEMORY_SHARE * memoryBytes) / IDLE_BYTES[kind]));
}

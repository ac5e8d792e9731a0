import type { FloodWatch } from './flood-watch.ts';
import { type ProcessReading, readProcess } from './stall/process-reading.ts';

/** Time after the attempt's deadline in which the worker may report it itself. */
const ANSWER_GRACE_MS = 1_000;
/** Further time for a worker that waits for a processor. */
const STARVED_GRACE_MS = 15_000;
const POLL_MS = 100;
/** Answering takes some milliseconds of a processor: who used more has not looked at the clock. */
const ANSWER_CPU_MS = 500;
/** A process that ran, or waited to run, for this share of a time was not waiting for anything else. */
const RUNNABLE_SHARE = 0.5;

/**
 * Why a worker did not report its deadline. `flooded`: its browser sent more than it can take in.
 * `blocked`: it used the processor meanwhile, so the journey does not let it. `deadline`: not known.
 */
export type Silence = 'flooded' | 'blocked' | 'deadline';

/**
 * Waits for a worker, whose attempt's deadline is now, to report it. The returned function stops it. A
 * starved worker gets more time: until it has used so much of a processor that it could have answered.
 */
export function answerWatch(
  { pid, flood }: { readonly pid: number | undefined; readonly flood: FloodWatch },
  onSilence: (silence: Silence) => void,
): () => void {
  const sinceMs = performance.now();
  const atDeadline = readingOf(pid);
  const timer = setInterval(() => {
    const waitedMs = performance.now() - sinceMs;
    if (waitedMs < ANSWER_GRACE_MS) return;
    const silence = silenceOf(atDeadline, readingOf(pid), waitedMs);
    if (silence === null) return;
    clearInterval(timer);
    onSilence(flood.isFlooded() ? 'flooded' : silence);
  }, POLL_MS);

  return () => clearInterval(timer);
}

function readingOf(pid: number | undefined): ProcessReading | null {
  return pid === undefined ? null : readProcess(pid);
}

/** Null: the worker gets more time. */
function silenceOf(
  from: ProcessReading | null,
  to: ProcessReading | null,
  waitedMs: number,
): Silence | null {
  if (from === null || to === null) return 'deadline';
  const cpuMs = to.cpuMs - from.cpuMs;
  if (cpuMs >= ANSWER_CPU_MS) return 'blocked';
  const runnableMs = cpuMs + to.waitMs - from.waitMs;
  const isStarved = runnableMs >= RUNNABLE_SHARE * waitedMs;

  return isStarved && waitedMs < ANSWER_GRACE_MS + STARVED_GRACE_MS ? null : 'deadline';
}

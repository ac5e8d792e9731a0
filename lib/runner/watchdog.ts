import { readFileSync } from 'node:fs';
import type { AttemptProgress } from '../core/journey/attempt.ts';
import { CONCLUDING_LIMIT_MS } from '../core/run/attempt-time.ts';
import { answerWatch } from './answer-watch.ts';
import type { FloodWatch } from './flood-watch.ts';
import type { Loss } from './lost-attempt.ts';

/** Limit for starting a process and finding, unpacking and launching a browser. */
const OPENING_LIMIT_MS = 60_000;
/** Limit for collecting, evidence and closing, which have shorter deadlines inside the worker. */
const SETTLING_LIMIT_MS = 45_000;
/** A timer of a process that runs is not this late. */
const LATE_MS = 1_000;
const MEMORY_POLL_MS = 250;
const PAGE_BYTES = 4_096;

/** Watches one attempt from outside its process. */
export interface Watchdog {
  /** Switches to the limit of the attempt's new phase. */
  readonly note: (progress: AttemptProgress, time: BodyTime) => void;
  readonly stop: () => void;
}

/** Time of a body, and of the check of browser and page after it. */
export interface BodyTime {
  readonly timeoutMs: number;
  readonly checkMs: number;
}

/** The watched process, its limits and the callback that ends it. */
export interface Watched {
  readonly pid: number | undefined;
  /** Resident memory in bytes above which the attempt is ended. */
  readonly memoryLimitBytes: number;
  /** Limit of the whole attempt; absent: only the limits of each phase. */
  readonly totalMs?: number | undefined;
  /** What the worker's browser sends. */
  readonly flood: FloodWatch;
  readonly end: (reason: Loss['killedFor']) => void;
}

/** Starts watching time (by phase of the attempt) and resident memory (on Linux). */
export function watchdog({ pid, memoryLimitBytes, totalMs, flood, end }: Watched): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  let bodyEnd: NodeJS.Timeout | undefined;
  let stopWaiting: (() => void) | undefined;
  limit(OPENING_LIMIT_MS, 'opening');
  const total = totalMs === undefined ? undefined : setTimeout(end, totalMs, 'time');
  const memory = setInterval(() => {
    if (residentBytes(pid) > memoryLimitBytes) end('memory');
  }, MEMORY_POLL_MS);

  function limit(ms: number, reason: Loss['killedFor']): void {
    after(ms, (lateMs) => {
      // This process was frozen, and the worker probably was, too: it gets its time again.
      if (lateMs < LATE_MS) end(reason === 'concluding' && flood.isFlooded() ? 'flooded' : reason);
      else limit(ms, reason);
    });
  }

  function after(ms: number, action: (lateMs: number) => void): void {
    const dueAtMs = performance.now() + ms;
    clearTimeout(timer);
    stopWaiting?.();
    timer = setTimeout(() => action(performance.now() - dueAtMs), ms);
  }

  return {
    note: (progress, { timeoutMs, checkMs }) => {
      if (progress.kind === 'body-started') {
        bodyEnd = setTimeout(() => flood.begin(), timeoutMs);
        after(timeoutMs + checkMs, () => {
          stopWaiting = answerWatch({ pid, flood }, end);
        });
      }
      if (progress.kind === 'body-stopped') {
        flood.begin();
        limit(CONCLUDING_LIMIT_MS, 'concluding');
      }
      if (progress.kind === 'body-ended') limit(SETTLING_LIMIT_MS, 'settling');
    },
    stop: () => {
      clearTimeout(timer);
      clearTimeout(bodyEnd);
      stopWaiting?.();
      clearTimeout(total);
      clearInterval(memory);
    },
  };
}

function residentBytes(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];

    return Number(pages) * PAGE_BYTES;
  } catch {
    // The process has just ended; its exit is reported separately.
    return 0;
  }
}

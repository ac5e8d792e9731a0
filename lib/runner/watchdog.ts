import { readFileSync } from 'node:fs';
import type { AttemptProgress } from '../core/journey/attempt.ts';
import type { Loss } from './lost-attempt.ts';

/** Time after the attempt's deadline in which the worker may report it itself. */
const ANSWER_GRACE_MS = 1_000;
/** Limit for starting a process and finding, unpacking and launching a browser. */
const OPENING_LIMIT_MS = 60_000;
/** Limit for collecting, evidence and closing, which have shorter deadlines inside the worker. */
const SETTLING_LIMIT_MS = 45_000;
const MEMORY_POLL_MS = 250;
const PAGE_BYTES = 4_096;

/** Watches one attempt from outside its process. */
export interface Watchdog {
  /** Switches to the limit of the attempt's new phase. */
  readonly note: (progress: AttemptProgress, timeoutMs: number) => void;
  readonly stop: () => void;
}

/** The watched process, its limits and the callback that ends it. */
export interface Watched {
  readonly pid: number | undefined;
  /** Resident memory in bytes above which the attempt is ended. */
  readonly memoryLimitBytes: number;
  /** Limit of the whole attempt; absent: only the limits of each phase. */
  readonly totalMs?: number | undefined;
  readonly end: (reason: Loss['killedFor']) => void;
}

/** Starts watching time (by phase of the attempt) and resident memory (on Linux). */
export function watchdog({ pid, memoryLimitBytes, totalMs, end }: Watched): Watchdog {
  let timer = setTimeout(end, OPENING_LIMIT_MS, 'opening');
  const total = totalMs === undefined ? undefined : setTimeout(end, totalMs, 'time');
  const memory = setInterval(() => {
    if (residentBytes(pid) > memoryLimitBytes) end('memory');
  }, MEMORY_POLL_MS);

  function limit(ms: number, reason: Loss['killedFor']): void {
    clearTimeout(timer);
    timer = setTimeout(end, ms, reason);
  }

  return {
    note: (progress, timeoutMs) => {
      if (progress.kind === 'body-started') limit(timeoutMs + ANSWER_GRACE_MS, 'deadline');
      if (progress.kind === 'body-ended') limit(SETTLING_LIMIT_MS, 'settling');
    },
    stop: () => {
      clearTimeout(timer);
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

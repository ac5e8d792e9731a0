import { readFileSync } from 'node:fs';
import type { AttemptProgress } from '../core/journey/attempt.ts';
import type { Loss } from './lost-attempt.ts';

/** How long after the attempt's deadline a worker may take to say so itself. */
const ANSWER_GRACE_MS = 1_000;
/** Starting a process, finding and launching a browser, unpacking it the first time. */
const OPENING_LIMIT_MS = 60_000;
/** Collecting, evidence and closing, each with its own shorter deadline inside the worker. */
const SETTLING_LIMIT_MS = 45_000;
const MEMORY_POLL_MS = 250;
const PAGE_BYTES = 4_096;

/** Watches one attempt from outside its process. */
export interface Watchdog {
  /** The attempt moved on: another limit holds now. */
  readonly note: (progress: AttemptProgress, timeoutMs: number) => void;
  readonly stop: () => void;
}

/** What is watched, and what ends it. */
export interface Watched {
  readonly pid: number | undefined;
  /** Resident bytes above which the attempt is ended. */
  readonly memoryLimitBytes: number;
  /** Of the attempt with everything around it; absent: no limit but that of each phase. */
  readonly totalMs?: number | undefined;
  readonly end: (reason: Loss['killedFor']) => void;
}

/** Starts watching: time by phase of the attempt, and resident memory where the system tells it. */
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
    // The process has just ended; its exit is reported by itself.
    return 0;
  }
}

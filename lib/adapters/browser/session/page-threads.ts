import { readdir, readFile } from 'node:fs/promises';
import { browserProcesses } from './browser-processes.ts';

/** Time of one thread so far: on a processor, and ready to run but waiting for one. */
interface ThreadTime {
  readonly ranMs: number;
  readonly queuedMs: number;
}

/** The threads of the processes in which a browser's pages run. */
export interface PageThreads {
  /** By `PID/TID`. */
  readonly times: ReadonlyMap<string, ThreadTime>;
  /** Whether a process of a page, or the browser, is stopped by a signal. */
  readonly isStopped: boolean;
}

const NS_PER_MS = 1e6;

/** Reads them from /proc; null where there is none. In single-process mode they are the browser's. */
export async function pageThreads(browserPid: number | null): Promise<PageThreads | null> {
  const processes = await browserProcesses(browserPid);
  if (processes === null) return null;
  const pages = processes.filter(({ kind }) => kind === 'page');
  const shown = pages.length > 0 ? pages : processes;
  const times = await Promise.all(shown.map(async ({ pid }) => threadTimes(pid)));
  if (times.every((each) => each.length === 0)) return null;

  return { times: new Map(times.flat()), isStopped: processes.some(({ state }) => state === 'T') };
}

async function threadTimes(pid: string): Promise<readonly (readonly [string, ThreadTime])[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const times = await Promise.all(
    threads.map(async (thread) => {
      // https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
      const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '');
      const [ran, queued] = text.split(' ').map(Number);

      return text === '' ? null : ([`${pid}/${thread}`, timeOf(ran, queued)] as const);
    }),
  );

  return times.filter((each) => each !== null);
}

function timeOf(ranNs = 0, queuedNs = 0): ThreadTime {
  return { ranMs: ranNs / NS_PER_MS, queuedMs: queuedNs / NS_PER_MS };
}

/** The time of the thread that wanted most of it between two readings. */
export function busiestThread(from: PageThreads, to: PageThreads): ThreadTime {
  const used = [...to.times].map(([thread, { ranMs, queuedMs }]) => {
    const before = from.times.get(thread) ?? timeOf();

    return { ranMs: ranMs - before.ranMs, queuedMs: queuedMs - before.queuedMs };
  });

  return used.toSorted((a, b) => wanted(b) - wanted(a))[0] ?? timeOf();
}

function wanted({ ranMs, queuedMs }: ThreadTime): number {
  return ranMs + queuedMs;
}

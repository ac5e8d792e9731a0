import { readFileSync } from 'node:fs';

/**
 * Measures from outside whether a browser sends its worker more than it can take in: then the worker
 * is busy with the page's events, and not with the journey's code.
 */
export interface FloodWatch {
  /** Starts a measurement; what came before does not count. */
  begin(): void;
  /** Whether the browser has sent a flood since then; false where it cannot be measured. */
  isFlooded(): boolean;
}

/**
 * More than any page causes that merely does something, in the seconds after a deadline: an event
 * takes 0.3 to 1 kB. Code that blocks the worker reads nothing.
 */
const FLOOD_BYTES = 1_000_000;

/** Creates the watch of a worker; `browserPids` lists the processes of its browser now. */
export function floodWatch(
  workerPid: number | undefined,
  browserPids: () => readonly number[],
): FloodWatch {
  let from: Traffic | null = null;

  function read(): Traffic | null {
    const received = workerPid === undefined ? null : bytesOf(workerPid, 'rchar');

    return received === null ? null : { received, sent: sentBy(browserPids()) };
  }

  return {
    begin: () => {
      from = read();
    },
    isFlooded: () => {
      const to = from === null ? null : read();

      return from !== null && to !== null && exchanged(from, to) >= FLOOD_BYTES;
    },
  };
}

/** What a worker has read from anywhere, and what the processes of its browser have written. */
interface Traffic {
  readonly received: number;
  readonly sent: ReadonlyMap<number, number>;
}

function sentBy(pids: readonly number[]): Traffic['sent'] {
  return new Map(pids.map((pid) => [pid, bytesOf(pid, 'wchar') ?? 0]));
}

/** At most what both ends agree on: a worker reads files too, and a browser writes them. */
function exchanged(from: Traffic, to: Traffic): number {
  const sent = [...to.sent].map(([pid, bytes]) => bytes - (from.sent.get(pid) ?? 0));

  return Math.min(to.received - from.received, Math.max(0, ...sent));
}

/** A counter of /proc/PID/io, see `man proc`; null where there is none. */
function bytesOf(pid: number, counter: 'rchar' | 'wchar'): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/io`, 'utf8');
    const bytes = new RegExp(`^${counter}: (\\d+)$`, 'm').exec(text)?.[1];

    return bytes === undefined ? null : Number(bytes);
  } catch {
    // The process has ended, or the system has no such counter.
    return null;
  }
}

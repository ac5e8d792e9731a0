import { readFileSync } from 'node:fs';

/** What the system counts of a process's main thread. */
export interface ProcessReading {
  /** Time on a processor. */
  readonly cpuMs: number;
  /** Time in which it could have run and no processor was free, or its quota was used up. */
  readonly waitMs: number;
  /** Processor time of all its threads. */
  readonly allCpuMs: number;
  /** It was stopped by a signal or a debugger, or its cgroup is frozen. */
  readonly isStopped: boolean;
}

const NANOSECONDS_PER_MS = 1e6;
/** `getconf CLK_TCK`, 100 on every Linux that Node supports. */
const TICK_MS = 10;
/** Fields of /proc/PID/stat after the command's name, from `man proc`. */
const STAT_FIELDS = { state: 0, userTicks: 11, systemTicks: 12 } as const;

/** Reads the counters of a process, on Linux; null where there are none, or the process has ended. */
export function readProcess(pid: number): ProcessReading | null {
  if (process.platform !== 'linux') return null;
  try {
    const [cpu = '', wait = ''] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets and may hold anything, brackets and spaces too.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[STAT_FIELDS.userTicks]) + Number(fields[STAT_FIELDS.systemTicks]);

    return {
      cpuMs: Number(cpu) / NANOSECONDS_PER_MS,
      waitMs: Number(wait) / NANOSECONDS_PER_MS,
      allCpuMs: ticks * TICK_MS,
      isStopped: /^[Tt]/.test(fields[STAT_FIELDS.state] ?? ''),
    };
  } catch {
    return null;
  }
}

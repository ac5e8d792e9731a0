import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What the machine's clocks and counters show, each in milliseconds since a start of its own. */
export interface MachineReading {
  /** Stands still while the machine is suspended. */
  readonly monotonicMs: number;
  /** Counts time in which the machine was suspended. */
  readonly withSuspendMs: number;
  /** Time that the hypervisor gave to others, of one processor on average; 0 where it is not known. */
  readonly stolenMs: number;
  /** Time in which every process that was not idle waited for memory; 0 where it is not known. */
  readonly memoryMs: number;
}

/** Clock ticks of /proc/stat in a second: `getconf CLK_TCK`, 100 on every Linux that Node supports. */
const TICK_MS = 10;
/** The hypervisor's share in the first line of /proc/stat, from `man proc`: the 8th number. */
const STEAL_FIELD = 8;
const MICROSECONDS_PER_MS = 1_000;
const SECOND_MS = 1_000;

const isLinux = process.platform === 'linux';
const processors = os.cpus().length;

/** Reads the machine's clocks and counters: about 50 µs. */
export function readMachine(): MachineReading {
  return {
    monotonicMs: performance.now(),
    // Elsewhere than on Linux the wall clock shows a suspension.
    withSuspendMs: isLinux ? os.uptime() * SECOND_MS : Date.now(),
    stolenMs: stolenMs(),
    memoryMs: memoryMs(),
  };
}

function stolenMs(): number {
  const fields = lineOf('/proc/stat', 'cpu ')?.split(/\s+/) ?? [];
  const ticks = Number(fields[STEAL_FIELD] ?? 0);

  return Number.isFinite(ticks) ? (ticks * TICK_MS) / Math.max(1, processors) : 0;
}

function memoryMs(): number {
  const total = /total=(\d+)/.exec(lineOf('/proc/pressure/memory', 'full ') ?? '')?.[1];

  return Number(total ?? 0) / MICROSECONDS_PER_MS;
}

function lineOf(file: string, start: string): string | null {
  if (!isLinux) return null;
  try {
    return (
      readFileSync(file, 'utf8')
        .split('\n')
        .find((line) => line.startsWith(start)) ?? null
    );
  } catch {
    // A kernel without it, or a container that hides it.
    return null;
  }
}

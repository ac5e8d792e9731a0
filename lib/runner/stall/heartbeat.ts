import type { StallKind } from '../../core/record/run-record.ts';
import { type MachineReading, readMachine } from './machine-reading.ts';
import { readProcess } from './process-reading.ts';

/** Stalled time of the runner's own process and of the machine, by kind, since the first beat. */
export type StalledTotals = Readonly<Record<StallKind, number>>;

/** Interval of the beat: a quarter of the shortest time-out that is searched for stalls. */
const BEAT_MS = 100;
/** A beat is late by less on a machine that is just busy. */
const LATE_MS = 50;
/** The clocks are read one after the other, and the one that counts suspension in steps of 10 ms. */
const SUSPENDED_MS = 1_000;

/**
 * The beat of this process, shared by all attempts that run in its workers. A beat that comes late
 * means that this process did not run: it was stopped, with or without its workers, or starved.
 */
export interface Heartbeat {
  /** Calls back at each beat; the returned function stops it. The beat rests without listeners. */
  listen(onBeat: () => void): () => void;
  /** Number of listeners. */
  count(): number;
  /** The totals up to now. */
  read(): StalledTotals;
}

interface Beat {
  readonly machine: MachineReading;
  readonly waitMs: number;
}

/** Creates a heartbeat, which rests until something listens to it. */
export function createHeartbeat(): Heartbeat {
  const totals = { suspended: 0, stopped: 0, starved: 0, memory: 0 };
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let last: Beat | null = null;

  function beat(): void {
    const now = readBeat();
    if (last !== null) add(totals, last, now);
    last = now;
  }

  function onTimer(): void {
    beat();
    for (const listener of listeners) listener();
  }

  return {
    listen: (onBeat) => {
      if (timer === null) last = readBeat();
      timer ??= setInterval(onTimer, BEAT_MS).unref();
      listeners.add(onBeat);

      return () => {
        listeners.delete(onBeat);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
    count: () => listeners.size,
    read: () => {
      if (timer !== null) beat();

      return { ...totals };
    },
  };
}

function readBeat(): Beat {
  return { machine: readMachine(), waitMs: readProcess(process.pid)?.waitMs ?? 0 };
}

function add(totals: Record<StallKind, number>, from: Beat, to: Beat): void {
  const passedMs = to.machine.monotonicMs - from.machine.monotonicMs;
  const suspendedMs = to.machine.withSuspendMs - from.machine.withSuspendMs - passedMs;
  const starvedMs = Math.max(to.waitMs - from.waitMs, to.machine.stolenMs - from.machine.stolenMs);
  const lateMs = passedMs - BEAT_MS;
  if (suspendedMs >= SUSPENDED_MS) totals.suspended += suspendedMs;
  totals.starved += within(starvedMs, passedMs);
  totals.memory += within(to.machine.memoryMs - from.machine.memoryMs, passedMs);
  // What the run queue explains is not a stop.
  if (lateMs >= LATE_MS) totals.stopped += within(lateMs - starvedMs, passedMs);
}

function within(ms: number, mostMs: number): number {
  return Math.min(Math.max(0, ms), mostMs);
}

/** The beat of this process. */
export const heartbeat = createHeartbeat();

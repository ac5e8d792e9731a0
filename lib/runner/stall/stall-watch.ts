import os from 'node:os';
import type { StallKind } from '../../core/record/run-record.ts';
import type { StallSample } from '../../core/run/stall.ts';
import { type Heartbeat, heartbeat, type StalledTotals } from './heartbeat.ts';
import { type ProcessReading, readProcess } from './process-reading.ts';

/** Measures from outside how long an attempt's processes could not run. Its worker has no say in it. */
export interface StallWatch {
  /** The body has begun: forgets what was before. */
  begin(): void;
  /** The body has ended: what comes later does not count. */
  end(): void;
  /** The samples of the body up to its end, or up to now; null if no body has begun. */
  read(): readonly StallSample[] | null;
  stop(): void;
}

/** The processes of an attempt. */
export interface StallSubject {
  readonly workerPid: number | undefined;
  /** The browser's processes now; none for an API journey. */
  readonly browserPids: () => readonly number[];
}

/** Shortest interval between two samples; longer when many attempts run at the same time. */
const SAMPLE_MS = 200;
const SAMPLE_MS_PER_ATTEMPT = 2;
/** Above this share of the machine, what starves a run is the run itself: a heavy page. */
const OWN_SHARE = 0.5;
/** "At 1,769 MB, a function has the equivalent of one vCPU": AWS Lambda, Configure function memory. */
const MB_OF_A_PROCESSOR = 1_769;
const processors = capacity();

/** The counters of an attempt's processes at one moment. */
interface Snapshot {
  readonly atMs: number;
  readonly totals: StalledTotals;
  readonly processes: ReadonlyMap<number, ProcessReading>;
}

/** Starts watching the processes of one attempt. */
export function stallWatch(subject: StallSubject, beat: Heartbeat = heartbeat): StallWatch {
  let samples: StallSample[] = [];
  let last: Snapshot | null = null;
  let result: readonly StallSample[] | null = null;
  const stop = beat.listen(() => {
    const sinceMs = last === null ? 0 : performance.now() - last.atMs;
    if (sinceMs >= Math.max(SAMPLE_MS, SAMPLE_MS_PER_ATTEMPT * beat.count())) take();
  });

  function take(): void {
    if (last === null || result !== null) return;
    const now = snapshot(subject, beat);
    samples.push(sampleBetween(last, now));
    last = now;
  }

  function read(): readonly StallSample[] | null {
    take();

    return last === null ? null : samples;
  }

  return {
    begin: () => {
      samples = [];
      last = snapshot(subject, beat);
    },
    end: () => {
      result ??= read();
    },
    read: () => result ?? read(),
    stop,
  };
}

function snapshot({ workerPid, browserPids }: StallSubject, beat: Heartbeat): Snapshot {
  const processes = new Map<number, ProcessReading>();
  for (const pid of [...(workerPid === undefined ? [] : [workerPid]), ...browserPids()]) {
    const reading = readProcess(pid);
    if (reading !== null) processes.set(pid, reading);
  }

  return { atMs: performance.now(), totals: beat.read(), processes };
}

/** The stall that lasted longest: they overlap, and a run waits for one of its processes at a time. */
function sampleBetween(from: Snapshot, to: Snapshot): StallSample {
  const passedMs = to.atMs - from.atMs;
  const since = difference(from.totals, to.totals);
  const used = usedMs(from, to);
  const isOwnFault = sum(used) >= OWN_SHARE * processors * passedMs;
  // Time of a suspension is on no clock of this process: it is added to the sample.
  const lengthMs = passedMs + since.suspended;
  const candidates: readonly (readonly [StallKind, number])[] = [
    ['suspended', since.suspended],
    ['stopped', hasStopped(from, to) ? passedMs : since.stopped],
    ['memory', since.memory],
    ['starved', isOwnFault ? 0 : Math.max(since.starved, longestWaitMs(from, to))],
  ];
  const [kind, stalledMs] = candidates.reduce((most, each) => (each[1] > most[1] ? each : most));

  const busiestMs = Math.max(0, ...used);

  return { lengthMs, stalledMs: Math.min(stalledMs, lengthMs), kind, busiestMs };
}

function difference(from: StalledTotals, to: StalledTotals): StalledTotals {
  return {
    suspended: to.suspended - from.suspended,
    stopped: to.stopped - from.stopped,
    starved: to.starved - from.starved,
    memory: to.memory - from.memory,
  };
}

// At both ends: a process that was stopped and continued in between has run for a part of the time.
function hasStopped(from: Snapshot, to: Snapshot): boolean {
  return [...to.processes].some(
    ([pid, { isStopped }]) => isStopped && from.processes.get(pid)?.isStopped !== false,
  );
}

function longestWaitMs(from: Snapshot, to: Snapshot): number {
  const waits = pairs(from, to).map(([before, after]) => after.waitMs - before.waitMs);

  return Math.max(0, ...waits);
}

/** Processor time of each process. */
function usedMs(from: Snapshot, to: Snapshot): readonly number[] {
  return pairs(from, to).map(([before, after]) => after.allCpuMs - before.allCpuMs);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function pairs(
  from: Snapshot,
  to: Snapshot,
): readonly (readonly [ProcessReading, ProcessReading])[] {
  return [...to.processes].flatMap(([pid, after]) => {
    const before = from.processes.get(pid);

    return before === undefined ? [] : [[before, after] as const];
  });
}

/** Processors that the run may use. A Lambda function shows two and gets a share by its memory. */
function capacity(): number {
  const ofLambda = Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']) / MB_OF_A_PROCESSOR;

  return Math.min(os.availableParallelism(), ofLambda > 0 ? ofLambda : Infinity);
}

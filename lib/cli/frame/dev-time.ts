import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DAY_MS, HOUR_MS } from '../../core/base/time.ts';
import {
  type CompressedClock,
  compressedClock,
  compressedTimer,
  type Compression,
} from '../../core/platform/compressed-clock.ts';
import type { SlotTimer } from '../../core/platform/slot-clock.ts';
import type { Clock } from '../../core/ports.ts';
import type { Paths } from './paths.ts';
import { systemClock } from './workspace.ts';
import { formatExactDuration } from '../../report/format/duration.ts';

/** The clock of `waywiser dev`: real or compressed time. */
export interface DevTime {
  /** Clock of schedules, jobs and stored timestamps. Durations are not measured with it. */
  readonly clock: Clock;
  /** Simulated seconds per second; 1: real time. */
  readonly scale: number;
  /** Null: slots use real timers. */
  readonly slotTimer: SlotTimer | null;
  /** Notice that timestamps are not real; null in real time. */
  readonly banner: string | null;
  /** Resolves when the compressed clock has reached the present; never in real time. */
  readonly caughtUp: Promise<void>;
  /** Stops the clock and stores the time that it reached, where the next start continues. */
  stop(): void;
}

/** A file next to the store; its presence means that the store's timestamps are not real. */
const COMPRESSED_CLOCK_FILE = 'clock.json';

const SAVE_MS = 1000;

/** The clock and timers of this machine, without compression. */
export const REAL_TIME: DevTime = {
  clock: systemClock,
  scale: 1,
  slotTimer: null,
  banner: null,
  caughtUp: new Promise(() => {}),
  stop: () => {},
};

/**
 * Paths for compressed time: a separate store, so that it never mixes with real history. The
 * bundles and the browser are shared.
 */
export function compressedPaths(paths: Paths): Paths {
  const stateDir = path.join(paths.stateDir, 'compressed');

  return { ...paths, stateDir, evidenceRoot: path.join(stateDir, 'evidence') };
}

/**
 * Start of the compressed clock, in milliseconds since 1970: `days` ago at midnight UTC, or where the
 * previous one in this folder ended. Throws a RangeError if that is the present.
 */
export function compressedStartMs(days: number, { stateDir }: Pick<Paths, 'stateDir'>): number {
  const nowMs = systemClock.epochMs();
  const fromMs =
    readReachedMs(path.join(stateDir, COMPRESSED_CLOCK_FILE)) ??
    Math.floor(nowMs / DAY_MS - days) * DAY_MS;
  if (nowMs - fromMs < HOUR_MS) {
    throw new RangeError(
      `Cannot compress time: the history in ${stateDir} has reached the present; delete that folder to start again`,
    );
  }

  return fromMs;
}

/** Starts the compressed clock and stores the time that it reached in the folder. */
export function startCompressedTime(
  compression: Compression,
  { stateDir }: Pick<Paths, 'stateDir'>,
): DevTime {
  const { scale } = compression;
  const file = path.join(stateDir, COMPRESSED_CLOCK_FILE);
  const clock = compressedClock(systemClock, compression);
  const ticking = watchClock(clock, save);
  save();

  function save(): void {
    writeReached(file, { scale, reachedMs: clock.epochMs() });
  }

  return {
    clock,
    scale,
    slotTimer: compressedTimer(realAfter, scale),
    banner: bannerOf(scale),
    caughtUp: ticking.caughtUp,
    stop: () => {
      ticking.stop();
      save();
    },
  };
}

/** Reason why alarm states are unknown in compressed time; continues `alarms are`. */
export const COMPRESSED_ALARMS =
  'not evaluated in compressed time: alarms count minutes, and a run takes many compressed minutes';

/** The notice to show with a store; null: its timestamps are real. */
export function compressedBanner(stateDir: string): string | null {
  const text = readText(path.join(stateDir, COMPRESSED_CLOCK_FILE));
  if (text === null) return null;
  const { scale }: { readonly scale: number } = JSON.parse(text);

  return bannerOf(scale);
}

/** Runs an action after a delay in real time; returns a function that cancels it. */
export function realAfter(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs);

  return () => clearTimeout(timer);
}

function bannerOf(scale: number): string {
  return `Compressed time: one day takes ${formatExactDuration(DAY_MS / scale)}. Timestamps are simulated, durations are measured.`;
}

function watchClock(
  clock: CompressedClock,
  save: () => void,
): { readonly caughtUp: Promise<void>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const caughtUp = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      save();
      if (clock.hasCaughtUp()) resolve();
    }, SAVE_MS);
  });

  return { caughtUp, stop: () => clearInterval(timer) };
}

function readReachedMs(file: string): number | null {
  const text = readText(file);
  if (text === null) return null;
  const { reached }: { readonly reached: string } = JSON.parse(text);

  return Date.parse(reached);
}

function writeReached(
  file: string,
  { scale, reachedMs }: { readonly scale: number; readonly reachedMs: number },
): void {
  const note = 'The instants in this store come from a compressed clock.';
  const reached = new Date(reachedMs).toISOString();
  writeFileSync(file, `${JSON.stringify({ note, scale, reached }, null, 2)}\n`);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No such file: the store is in real time.
    return null;
  }
}

/**
 * The current time of a history, in milliseconds since 1970; in compressed time, the time that its clock reached.
 */
export function historyNowMs({ stateDir }: Pick<Paths, 'stateDir'>, deployed: boolean): number {
  const nowMs = Date.now();
  if (deployed) return nowMs;
  try {
    const text = readFileSync(path.join(stateDir, COMPRESSED_CLOCK_FILE), 'utf8');
    const { reached }: { readonly reached: string } = JSON.parse(text);

    return Math.min(nowMs, Date.parse(reached));
  } catch {
    // No such file: the store is in real time.
    return nowMs;
  }
}

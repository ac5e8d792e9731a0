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

/** The time that `waywiser dev` lives in. */
export interface DevTime {
  /** Of schedules, jobs and stored instants. Its `monotonicMs` measures nothing. */
  readonly clock: Clock;
  /** Seconds that pass in one; 1: time as it is. */
  readonly scale: number;
  /** Null: slots wait as everything else does. */
  readonly slotTimer: SlotTimer | null;
  /** What people must know of the instants they see; null: they are what they seem. */
  readonly banner: string | null;
  /** Resolves when the compressed clock has reached the present; never in time as it is. */
  readonly caughtUp: Promise<void>;
  /** Notes how far the clock came, so that the next start goes on from there. */
  stop(): void;
}

/** A file beside the store: whoever finds it knows that the store's instants are not real. */
export const COMPRESSED_CLOCK_FILE = 'clock.json';

const SAVE_MS = 1000;

/** Time as it is. */
export const REAL_TIME: DevTime = {
  clock: systemClock,
  scale: 1,
  slotTimer: null,
  banner: null,
  caughtUp: new Promise(() => {}),
  stop: () => {},
};

/**
 * Where compressed history lies: never in the store of what was measured at its instants. The
 * project's bundles and the browser are shared.
 */
export function compressedPaths(paths: Paths): Paths {
  const stateDir = path.join(paths.stateDir, 'compressed');

  return { ...paths, stateDir, evidenceRoot: path.join(stateDir, 'evidence') };
}

/**
 * Where the compressed clock begins: so many days ago, at midnight in UTC, or where the one before
 * it in the same folder ended. Throws a RangeError where that is the present.
 */
export function compressedStartMs(days: number, { stateDir }: Pick<Paths, 'stateDir'>): number {
  const nowMs = systemClock.epochMs();
  const fromMs =
    readReachedMs(path.join(stateDir, COMPRESSED_CLOCK_FILE)) ??
    Math.floor(nowMs / DAY_MS - days) * DAY_MS;
  if (nowMs - fromMs < HOUR_MS) {
    throw new RangeError(
      `Cannot compress time: the history in ${stateDir} has reached the present; expected days to live through: delete that folder to begin anew`,
    );
  }

  return fromMs;
}

/** Starts the compressed clock, and keeps in the folder how far it came. */
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

/** Why the states of alarms are unknown in compressed time; goes on after `they are`. */
export const COMPRESSED_ALARMS =
  'not evaluated in compressed time: they count minutes, of which a run there takes many';

/** What a store in a folder is to be shown with; null: its instants are real. */
export function compressedBanner(stateDir: string): string | null {
  const text = readText(path.join(stateDir, COMPRESSED_CLOCK_FILE));
  if (text === null) return null;
  const { scale }: { readonly scale: number } = JSON.parse(text);

  return bannerOf(scale);
}

/** Calls back after a delay in time as it is. */
export function realAfter(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs);

  return () => clearTimeout(timer);
}

function bannerOf(scale: number): string {
  return `Compressed time: a day passes in ${formatExactDuration(DAY_MS / scale)}. Instants are not real; durations are.`;
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
    // No such file: no clock was ever compressed here.
    return null;
  }
}

/**
 * The present, in milliseconds since 1970; in a history of compressed time, how far its clock came.
 */
export function historyNowMs({ stateDir }: Pick<Paths, 'stateDir'>, deployed: boolean): number {
  const nowMs = Date.now();
  if (deployed) return nowMs;
  try {
    const text = readFileSync(path.join(stateDir, COMPRESSED_CLOCK_FILE), 'utf8');
    const { reached }: { readonly reached: string } = JSON.parse(text);

    return Math.min(nowMs, Date.parse(reached));
  } catch {
    // No such file: instants are as they seem.
    return nowMs;
  }
}

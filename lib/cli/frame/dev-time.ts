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
import { readClock, writeClock } from './clock-file.ts';
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
  const fromMs = readClock(stateDir)?.reachedMs ?? Math.floor(nowMs / DAY_MS - days) * DAY_MS;
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
  const clock = compressedClock(systemClock, compression);
  const ticking = watchClock(clock, save);
  save();

  function save(): void {
    writeClock(stateDir, { scale, reachedMs: clock.epochMs() });
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
  const clock = readClock(stateDir);

  return clock === null ? null : bannerOf(clock.scale);
}

/** Runs an action after a delay in real time; returns a function that cancels it. */
export function realAfter(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs);

  return () => clearTimeout(timer);
}

function bannerOf(scale: number | null): string {
  const length = scale === null ? '' : `: one day takes ${formatExactDuration(DAY_MS / scale)}`;

  return `Compressed time${length}. Timestamps are simulated, durations are measured.`;
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

/**
 * The current time of a history, in milliseconds since 1970; in compressed time, the time that its clock reached.
 */
export function historyNowMs({ stateDir }: Pick<Paths, 'stateDir'>, deployed: boolean): number {
  const nowMs = Date.now();
  if (deployed) return nowMs;

  return Math.min(nowMs, readClock(stateDir)?.reachedMs ?? nowMs);
}

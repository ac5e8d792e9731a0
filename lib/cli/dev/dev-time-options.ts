import { ROLLUP_RETENTION_DAYS } from '../../core/store/retention.ts';
import type { SchedulePlan } from '../../core/journey/plan.ts';
import { readSchedule } from '../../core/schedule/read-schedule.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { formatExactDuration } from '../../report/format/duration.ts';

/** How `waywiser dev` is to compress time. */
export interface TimeScale {
  /** Seconds that pass in one. */
  readonly scale: number;
  /** How long ago the compressed clock begins. */
  readonly days: number;
  /** In place of every journey's own schedule. */
  readonly schedule: SchedulePlan;
}

/** The options of time, read: null: time as it is. */
export type TimeRequest =
  | { readonly kind: 'time'; readonly scale: TimeScale | null }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const MIN_SCALE = 2;
/** A day in two seconds: nothing that is measured fits into less. */
const MAX_SCALE = 43_200;
const DEFAULT_DAYS = 120;
/** As long as hourly rollups are kept. */
const MAX_DAYS = ROLLUP_RETENTION_DAYS.hour;
const DEFAULT_EVERY = '1h';
/** Between two slots of a journey, in time as it is. */
const MIN_SLOT_MS = 100;

/** Reads the options of time; every mistake becomes a problem. */
export function readTimeOptions(options: DevOptions): TimeRequest {
  const { timeScale, every = DEFAULT_EVERY, days = String(DEFAULT_DAYS) } = options;
  if (timeScale === undefined) return withoutScale(options);
  const scale = readNumber(timeScale, { option: '--time-scale', min: MIN_SCALE, max: MAX_SCALE });
  const lived = readNumber(days, { option: '--days', min: 1, max: MAX_DAYS });
  const schedule = readEvery(every);
  if (typeof scale === 'string' || typeof lived === 'string' || typeof schedule === 'string') {
    const problems = [scale, lived, schedule].filter((read) => typeof read === 'string');

    return { kind: 'problems', problems };
  }
  const slotMs = shortestIntervalMs(schedule) / scale;
  if (slotMs < MIN_SLOT_MS) {
    const words = `Cannot run every journey --every ${every} at --time-scale ${scale}: that is every ${formatExactDuration(slotMs)}; expected ${formatExactDuration(MIN_SLOT_MS)} or more between two runs`;

    return { kind: 'problems', problems: [words] };
  }

  return { kind: 'time', scale: { scale, days: lived, schedule } };
}

function readEvery(every: string): SchedulePlan | string {
  const schedule = readSchedule({ kind: 'every', interval: every });
  if (schedule.kind === 'valid') return schedule.plan;
  const reasons = schedule.problems.map(({ message }) => message).join('; ');

  return `Cannot read --every "${every}": ${reasons}`;
}

function withoutScale({ every, days }: DevOptions): TimeRequest {
  const stray = Object.entries({ '--every': every, '--days': days }).filter(
    ([, value]) => value !== undefined,
  );
  if (stray.length === 0) return { kind: 'time', scale: null };

  return {
    kind: 'problems',
    problems: stray.map(
      ([option]) => `Cannot use ${option} in time as it is; expected --time-scale beside it`,
    ),
  };
}

function readNumber(
  text: string,
  { option, min, max }: { readonly option: string; readonly min: number; readonly max: number },
): number | string {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;

  return `Cannot read ${option} "${text}"; expected a whole number from ${min} to ${max}`;
}

/** Options of `waywiser dev`. */
export interface DevOptions {
  readonly journeys: readonly string[];
  readonly baseUrl?: string;
  readonly stage?: string;
  readonly json?: boolean;
  /** False with `--no-first-run`. */
  readonly firstRun?: boolean;
  /** So many seconds pass in one. */
  readonly timeScale?: string;
  /** With `timeScale`: an interval in place of every journey's own schedule. */
  readonly every?: string;
  /** With `timeScale`: how many days ago the compressed clock begins. */
  readonly days?: string;
  /** Where the dashboard is served. */
  readonly dashboardPort?: string;
  /** False with `--no-dashboard`. */
  readonly dashboard?: boolean;
}

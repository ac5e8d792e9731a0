import { ROLLUP_RETENTION_DAYS } from '../../core/store/retention.ts';
import type { SchedulePlan } from '../../core/journey/plan.ts';
import { readSchedule } from '../../core/schedule/read-schedule.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { formatExactDuration } from '../../report/format/duration.ts';

/** Options of compressed time. */
export interface TimeScale {
  /** Simulated seconds per second. */
  readonly scale: number;
  /** How many days ago the compressed clock starts. */
  readonly days: number;
  /** Replaces the schedules of all journeys. */
  readonly schedule: SchedulePlan;
}

/** The validated options of compressed time; `scale` null: real time. */
type TimeRequest =
  | { readonly kind: 'time'; readonly scale: TimeScale | null }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const MIN_SCALE = 2;
/** One day in two seconds; runs take too long for a faster clock. */
const MAX_SCALE = 43_200;
const DEFAULT_DAYS = 120;
/** Retention of hourly rollups, in days. */
const MAX_DAYS = ROLLUP_RETENTION_DAYS.hour;
const DEFAULT_EVERY = '1h';
/** Minimum real time between two slots of a journey. */
const MIN_SLOT_MS = 100;

/** Validates the options of compressed time. */
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
    const words = `Cannot run every journey --every ${every} at --time-scale ${scale}: that is a run every ${formatExactDuration(slotMs)}; expected at least ${formatExactDuration(MIN_SLOT_MS)} between two runs`;

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
      ([option]) => `Cannot use ${option} in real time; expected it together with --time-scale`,
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
  /** Simulated seconds per second. */
  readonly timeScale?: string;
  /** With `timeScale`: interval that replaces the schedules of all journeys. */
  readonly every?: string;
  /** With `timeScale`: how many days ago the compressed clock starts. */
  readonly days?: string;
  /** Port of the dashboard. */
  readonly dashboardPort?: string;
  /** False with `--no-dashboard`. */
  readonly dashboard?: boolean;
}

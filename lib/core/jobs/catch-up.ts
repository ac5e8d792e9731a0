import { DAY_MS, HOUR_MS } from '../base/time.ts';
import type { SchedulePlan } from '../journey/plan.ts';
import { shortestIntervalMs } from '../schedule/shortest-interval.ts';
import { scanWindow } from './gaps.ts';
import { type JobsFrame, runHourlyJobs } from './hourly-jobs.ts';
import type { JobsPorts } from './job-ports.ts';

/** The result of catching up with everything since the last scan. */
export interface CatchUpReport {
  /** Slots that got a `missing` record. */
  readonly missing: number;
  /** The first and the last of the scanned time, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** A time before, which no scan covers any more: its slots may be without a record. Null: there is none. */
  readonly uncovered: { readonly fromMs: number; readonly toMs: number } | null;
  readonly errors: readonly Error[];
}

/** Slots that one pass may find without a record: their records are held in memory, about 3 kB each. */
const MAX_SLOTS = 2_000;

/**
 * Runs the hourly jobs over everything since the last scan, as far back as they go, in passes of a
 * limited number of slots: each ends with its records stored, so the memory is bounded and an
 * interrupted machine continues where it was.
 */
export async function catchUp(frame: JobsFrame, ports: JobsPorts): Promise<CatchUpReport> {
  const passMs = passLengthMs(frame);
  const { nowMs, scannedToMs } = await position(ports);
  const first = scanWindow({ nowMs, scannedToMs }, frame.scan);
  let missing = 0;
  let errors: readonly Error[] = [];
  for (let untilMs = first.fromMs + passMs; errors.length === 0; untilMs += passMs) {
    // The last pass includes the hours that every scan repeats.
    const isLast = untilMs >= nowMs - frame.scan.backMs;
    const report = await runHourlyJobs(frame, ports, isLast ? {} : { untilMs });
    ({ errors } = report);
    missing += report.missing;
    if (isLast) break;
  }

  return {
    missing,
    fromMs: first.fromMs,
    toMs: first.dueMs,
    uncovered:
      scannedToMs !== null && scannedToMs < first.fromMs
        ? { fromMs: scannedToMs, toMs: first.fromMs }
        : null,
    errors,
  };
}

async function position({
  watches,
  clock,
}: JobsPorts): Promise<{ readonly nowMs: number; readonly scannedToMs: number | null }> {
  const last = await watches.lastScan();

  return { nowMs: clock.epochMs(), scannedToMs: last === null ? null : Date.parse(last) };
}

/** Whole hours, because these are rolled up whole; at most a day. */
function passLengthMs({ journeys }: JobsFrame): number {
  const perHour = journeys.reduce(
    (sum, { schedule, regions }) => sum + regions.length * slotsPerHour(schedule),
    0,
  );
  const hours = Math.floor(MAX_SLOTS / Math.max(1, perHour));

  return Math.min(DAY_MS, Math.max(1, hours) * HOUR_MS);
}

function slotsPerHour(schedule: SchedulePlan): number {
  return HOUR_MS / shortestIntervalMs(schedule);
}

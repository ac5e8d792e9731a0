import { DAY_MS, HOUR_MS } from '../base/time.ts';
import { RECORD_ARRIVAL_MS } from '../deploy/platform-functions.ts';
import type { RunRecord } from '../record/run-record.ts';
import { slotsBetween } from '../schedule/slots.ts';
import type { Watch } from './watch.ts';

/** Time ranges of the gap detector: how far back it scans, and how late a record may arrive. */
export interface ScanSettings {
  /** Scanned every time, so that records which arrived late are counted. */
  readonly backMs: number;
  /** Scanned in addition when the last scans did not take place. */
  readonly catchUpMs: number;
  /** How late after its slot a record may arrive. */
  readonly arrivalMs: number;
  /** How long a deployment may take from the first stack to the last. */
  readonly settleMs: number;
}

/** Settings of the hourly jobs in AWS. */
export const DEPLOYED_SCAN: ScanSettings = {
  backMs: 6 * HOUR_MS,
  catchUpMs: 7 * DAY_MS,
  arrivalMs: RECORD_ARRIVAL_MS,
  settleMs: 2 * HOUR_MS,
};

/**
 * Settings of `waywiser dev`. Nothing is deployed, so nothing has to settle. Records are stored at once,
 * but runs queue for up to one interval.
 */
export const LOCAL_SCAN: ScanSettings = { ...DEPLOYED_SCAN, settleMs: 0 };

/** The time range of one scan, in milliseconds since 1970. */
export interface ScanWindow {
  /** Start of an hour in UTC: hours are rolled up whole. */
  readonly fromMs: number;
  /** Slots before this instant must have a record. */
  readonly dueMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** When the scan is made. */
  readonly nowMs: number;
}

/** The clock and the position of a scan. In milliseconds since 1970. */
interface ScanPosition {
  readonly nowMs: number;
  readonly scannedToMs: number | null;
  /** Start of the scan. Default: everything that was not scanned yet. */
  readonly sinceMs?: number;
  /** End of a scan that does not go up to now; a whole hour. */
  readonly untilMs?: number;
}

/** From where to where a scan goes, by the clock, the last scan and the request. */
export function scanWindow(position: ScanPosition, settings: ScanSettings): ScanWindow {
  const { nowMs, scannedToMs, untilMs = Infinity } = position;
  const usualMs = nowMs - settings.backMs;
  const earliestMs = Math.min(usualMs, nowMs - settings.catchUpMs);
  // A scan of the future was made by a clock that was ahead: nothing is known about the time before now.
  const isKnown = scannedToMs === null || scannedToMs <= nowMs;
  const sinceMs = isKnown ? (scannedToMs ?? usualMs) : earliestMs;
  const caughtUpMs = Math.max(earliestMs, Math.min(usualMs, sinceMs));

  return {
    fromMs: Math.floor((position.sinceMs ?? caughtUpMs) / HOUR_MS) * HOUR_MS,
    dueMs: Math.min(nowMs - settings.arrivalMs, untilMs),
    toMs: Math.min(nowMs, untilMs),
    nowMs,
  };
}

/** A window cut at each midnight in UTC. */
export function daysOf({ fromMs, dueMs, toMs, nowMs }: ScanWindow): readonly ScanWindow[] {
  const days: ScanWindow[] = [];
  for (let startMs = fromMs; startMs < toMs;) {
    const endMs = Math.min(toMs, (Math.floor(startMs / DAY_MS) + 1) * DAY_MS);
    days.push({ fromMs: startMs, dueMs: Math.min(dueMs, endMs), toMs: endMs, nowMs });
    startMs = endMs;
  }

  return days;
}

/** A day of a scan, or a part of one; the days of a scan are processed in order. */
interface GapSubject {
  readonly records: readonly Pick<RunRecord, 'scheduledAt'>[];
  readonly window: ScanWindow;
  /** Whether the schedule had a record on an earlier day of the scan. */
  readonly hasBegun: boolean;
}

/** The gaps of one day of a scan. */
interface Gaps {
  /** Slots that should have a record and have none, in milliseconds since 1970. */
  readonly missing: readonly number[];
  /** Whether the schedule had a record by the end of the day. */
  readonly hasBegun: boolean;
}

/**
 * Finds the slots of a series in a window that should have a record and have none. A schedule that
 * was just deployed counts from its first record, because its region may be deployed last; without
 * any record it counts from the instant by which all regions are deployed.
 */
export function findGaps(
  watch: Watch,
  { records, window, hasBegun }: GapSubject,
  { settleMs }: Pick<ScanSettings, 'settleMs'>,
): Gaps {
  if (watch.endedAt !== null) return { missing: [], hasBegun };
  const seenMs = Date.parse(watch.seenAt);
  const recorded = new Set(
    records.flatMap(({ scheduledAt }) => (scheduledAt === null ? [] : [Date.parse(scheduledAt)])),
  );
  const range = { fromMs: Math.max(seenMs, window.fromMs), toMs: window.dueMs };
  const slots = slotsBetween(watch.schedule, watch, range);
  const first = slots.find((slot) => recorded.has(slot));
  const firstMs = hasBegun ? -Infinity : (first ?? Infinity);
  const countsFromMs = Math.min(firstMs, seenMs + settleMs);

  return {
    missing: slots.filter((slot) => slot >= countsFromMs && !recorded.has(slot)),
    hasBegun: hasBegun || first !== undefined,
  };
}

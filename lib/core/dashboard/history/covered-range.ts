import type { PageRange } from '../page-frame.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { ROLLUP_RETENTION_DAYS } from '../../store/retention.ts';

/** Ranges up to this long are read by their hours; longer ones by days, and the last by hours. */
const BY_HOURS_MS = 8 * DAY_MS;
/** A day less than hourly rollups are stored, for those that expire while a page is read. */
const HOURS_KEPT_MS = (ROLLUP_RETENTION_DAYS.hour - 1) * DAY_MS;

/**
 * The time that a page covers: what is kept for years has no ends but those of hours and days. A
 * range of up to eight days begins at the start of the hour that was asked for, a longer one at
 * midnight in UTC, and each ends with an hour, or now; one of whose end no hours are kept any more
 * ends at midnight, too.
 */
export function coveredRange({ fromMs, toMs }: PageRange, nowMs: number): PageRange {
  const spanMs = isByHours({ fromMs, toMs }, nowMs) ? HOUR_MS : DAY_MS;
  const startMs = floorTo(fromMs, spanMs);
  const lastSpanMs = areHoursKept(floorTo(toMs, DAY_MS), nowMs) ? HOUR_MS : DAY_MS;
  const endMs = Math.min(ceilTo(toMs, lastSpanMs), Math.max(nowMs, startMs));

  return { fromMs: startMs, toMs: Math.max(endMs, startMs) };
}

/** Whether all of a range is read by its hours. */
export function isByHours({ fromMs, toMs }: PageRange, nowMs: number): boolean {
  return toMs - fromMs <= BY_HOURS_MS && areHoursKept(fromMs, nowMs);
}

/** Whether the hours from an instant on still have rollups of their own. */
export function areHoursKept(fromMs: number, nowMs: number): boolean {
  return fromMs >= nowMs - HOURS_KEPT_MS;
}

/** The last multiple of a length at or before an instant. */
export function floorTo(atMs: number, lengthMs: number): number {
  return Math.floor(atMs / lengthMs) * lengthMs;
}

/** The first multiple of a length at or after an instant. */
export function ceilTo(atMs: number, lengthMs: number): number {
  return Math.ceil(atMs / lengthMs) * lengthMs;
}

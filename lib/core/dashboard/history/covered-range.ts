import type { PageRange } from '../page-frame.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { ROLLUP_RETENTION_DAYS } from '../../store/retention.ts';

/** Ranges up to this long are read by hours; longer ones by days, and their last day by hours. */
const BY_HOURS_MS = 8 * DAY_MS;
/** A day less than hourly rollups are stored, for those that expire while a page is read. */
const HOURS_STORED_MS = (ROLLUP_RETENTION_DAYS.hour - 1) * DAY_MS;

/**
 * The time that a page covers. Rollups are stored by hours and days, so a requested range is extended
 * to their bounds: up to eight days to whole hours, a longer one to midnight in UTC at its start and
 * to a whole hour or now at its end. A range whose hours have expired also ends at midnight.
 */
export function coveredRange({ fromMs, toMs }: PageRange, nowMs: number): PageRange {
  const spanMs = isByHours({ fromMs, toMs }, nowMs) ? HOUR_MS : DAY_MS;
  const startMs = floorTo(fromMs, spanMs);
  const lastSpanMs = areHoursStored(floorTo(toMs, DAY_MS), nowMs) ? HOUR_MS : DAY_MS;
  const endMs = Math.min(ceilTo(toMs, lastSpanMs), Math.max(nowMs, startMs));

  return { fromMs: startMs, toMs: Math.max(endMs, startMs) };
}

/** Whether a whole range is read by hours. */
export function isByHours({ fromMs, toMs }: PageRange, nowMs: number): boolean {
  return toMs - fromMs <= BY_HOURS_MS && areHoursStored(fromMs, nowMs);
}

/** Whether the hourly rollups since an instant are still stored. */
export function areHoursStored(fromMs: number, nowMs: number): boolean {
  return fromMs >= nowMs - HOURS_STORED_MS;
}

/** The last multiple of a length at or before an instant. */
export function floorTo(atMs: number, lengthMs: number): number {
  return Math.floor(atMs / lengthMs) * lengthMs;
}

/** The first multiple of a length at or after an instant. */
export function ceilTo(atMs: number, lengthMs: number): number {
  return Math.ceil(atMs / lengthMs) * lengthMs;
}

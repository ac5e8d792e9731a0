import { DAY_MS, HOUR_MS } from '../base/time.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { DEPLOYED_SCAN, type ScanWindow } from './gaps.ts';

/** A day of a series that got a record after its rollups were made. */
export interface LateDay extends SlotSeries {
  /** Start of the day in UTC, ISO 8601. */
  readonly day: string;
  /** When the last such record was stored, ISO 8601: a correction counts for what came before it. */
  readonly notedAt: string;
}

/**
 * Age of a record from which its day is noted. The next scan begins at most an hour later, and what is
 * younger than this is still in its window then.
 */
const LATE_MS = DEPLOYED_SCAN.backMs - 2 * HOUR_MS;

/** The day to correct for a record that is stored now; null: the scans of the last hours will count it. */
export function lateDayOf(
  { journey, region, scheduledAt, startedAt }: RunRecord,
  nowMs: number,
): LateDay | null {
  const atMs = Date.parse(scheduledAt ?? startedAt);
  if (atMs > nowMs - LATE_MS) return null;
  const day = new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString();

  return { journey, region, day, notedAt: new Date(nowMs).toISOString() };
}

/**
 * The window in which a late day is scanned: the day, as far as it is over. Null for a day of which
 * records have expired: its rollups hold more than the records that are left.
 */
export function lateWindow(
  { day }: LateDay,
  now: { readonly nowMs: number; readonly retentionDays: number; readonly arrivalMs: number },
): ScanWindow | null {
  const fromMs = Date.parse(day);
  if (fromMs < now.nowMs - (now.retentionDays - 1) * DAY_MS) return null;
  const toMs = Math.min(fromMs + DAY_MS, now.nowMs);

  return { fromMs, dueMs: Math.min(toMs, now.nowMs - now.arrivalMs), toMs, nowMs: now.nowMs };
}

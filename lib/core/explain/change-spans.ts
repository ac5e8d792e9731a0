import type { ChangeSpans } from './explain-input.ts';
import { DAY_MS, HOUR_MS, isoRange, type TimeRange } from '../base/time.ts';

const WEEK_MS = 7 * DAY_MS;

/** More weeks would rather contain other changes. */
const MAX_WEEKS = 4;
/** A drift's first and last part: a third of the window each. */
const DRIFT_PARTS = 3;

/**
 * The spans to compare for a change: as many whole weeks before its interval as after it, at most
 * four; with less than a week on a side, the same hours of the week on both, or else of the day.
 * Daily and weekly seasons cancel in the difference. Null where a side has less than an hour.
 *
 * @param interval where the change is: its hours belong to neither span
 * @param window what there are data of, from the change before to the one after
 */
export function spansOfChange(interval: TimeRange, window: TimeRange): ChangeSpans | null {
  const beforeMs = interval.fromMs - window.fromMs;
  const afterMs = window.toMs - interval.toMs;
  const roomMs = Math.min(beforeMs, afterMs);
  if (roomMs < HOUR_MS) return null;
  if (roomMs >= WEEK_MS) {
    const lengthMs = Math.min(MAX_WEEKS, Math.floor(roomMs / WEEK_MS)) * WEEK_MS;

    return spans(
      { fromMs: interval.fromMs - lengthMs, toMs: interval.fromMs },
      { fromMs: interval.toMs, toMs: interval.toMs + lengthMs },
    );
  }
  const lengthMs = wholeDaysOrHours(roomMs);

  return (
    alike(interval, window, { lengthMs, periodMs: WEEK_MS }) ??
    alike(interval, window, { lengthMs: Math.min(lengthMs, DAY_MS), periodMs: DAY_MS }) ??
    spans(
      { fromMs: interval.fromMs - lengthMs, toMs: interval.fromMs },
      { fromMs: interval.toMs, toMs: interval.toMs + lengthMs },
    )
  );
}

/**
 * The spans to compare for a drift: the first and the last third of the window in whole weeks, at
 * least one; in a window of less than two weeks, its halves in whole days. They begin and end at
 * midnight in UTC, as rollups of days do. Null below two days.
 */
export function spansOfDrift(window: TimeRange): ChangeSpans | null {
  const fromMs = Math.ceil(window.fromMs / DAY_MS) * DAY_MS;
  const toMs = Math.floor(window.toMs / DAY_MS) * DAY_MS;
  const hasWeeks = toMs - fromMs >= 2 * WEEK_MS;
  const units = Math.floor((toMs - fromMs) / (hasWeeks ? WEEK_MS : DAY_MS));
  if (units < 2) return null;
  const partUnits = Math.max(1, Math.floor(units / (hasWeeks ? DRIFT_PARTS : 2)));
  const lengthMs = partUnits * (hasWeeks ? WEEK_MS : DAY_MS);

  return spans({ fromMs, toMs: fromMs + lengthMs }, { fromMs: toMs - lengthMs, toMs });
}

function wholeDaysOrHours(ms: number): number {
  const unitMs = ms >= DAY_MS ? DAY_MS : HOUR_MS;

  return Math.floor(ms / unitMs) * unitMs;
}

/** The hours right behind (or before) the change, and those a whole number of periods from them. */
function alike(
  interval: TimeRange,
  window: TimeRange,
  { lengthMs, periodMs }: { readonly lengthMs: number; readonly periodMs: number },
): ChangeSpans | null {
  const gapMs = interval.toMs - interval.fromMs;
  const shiftMs = Math.ceil((gapMs + lengthMs) / periodMs) * periodMs;
  const late = { fromMs: interval.toMs, toMs: interval.toMs + lengthMs };
  if (late.fromMs - shiftMs >= window.fromMs && late.toMs <= window.toMs) {
    return spans({ fromMs: late.fromMs - shiftMs, toMs: late.toMs - shiftMs }, late);
  }
  const early = { fromMs: interval.fromMs - lengthMs, toMs: interval.fromMs };
  if (early.fromMs >= window.fromMs && early.toMs + shiftMs <= window.toMs) {
    return spans(early, { fromMs: early.fromMs + shiftMs, toMs: early.toMs + shiftMs });
  }

  return null;
}

function spans(before: TimeRange, after: TimeRange): ChangeSpans {
  return { before: isoRange(before), after: isoRange(after) };
}

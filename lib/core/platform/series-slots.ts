import { DAY_MS, HOUR_MS } from '../base/time.ts';
import type { SchedulePlan } from '../journey/plan.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { nextSlots, slotsBetween, slotsFrom } from '../schedule/slots.ts';
import { takenSlots } from './taken-slots.ts';

/** The slots of one series, at whatever instants it is asked for. */
export interface SeriesSlots {
  /**
   * The newest slot up to now, unless it was taken or came before `sinceMs`: a late slot is still due
   * as long as its next one has not come. Computed again whenever the clock has left the time between
   * two slots, in either direction.
   */
  due(nowMs: number, sinceMs: number): DueSlot;
  /** The first slot after now that was not taken yet; null: the schedule has ended. */
  next(nowMs: number): number | null;
  /** Remembers a slot that was taken or recorded, so that it never runs twice. */
  take(atMs: number): void;
}

/** What is due in a series. */
interface DueSlot {
  /** Null: nothing. */
  readonly atMs: number | null;
  /** Slots that passed since the last call, and whose next one has come: they are not run any more. */
  readonly passed: number;
}

/** The time between two consecutive slots: the first inclusive, the second exclusive. */
interface Window {
  readonly fromMs: number;
  readonly latestMs: number | null;
  readonly nextMs: number;
}

/** How far back the newest slot is searched: most schedules have one within the first of these. */
const LOOK_BACK_MS = [HOUR_MS, DAY_MS, 40 * DAY_MS, Infinity] as const;

/** Slots that passed are counted so far back, as the gap detector does. */
const MAX_COUNTED_MS = 7 * DAY_MS;

/** The slots of a series; `recorded`: slots that have a record already. */
export function seriesSlots(
  schedule: SchedulePlan,
  series: SlotSeries,
  recorded: readonly number[],
): SeriesSlots {
  const taken = takenSlots((afterMs) => nextSlots(schedule, series, { afterMs, count: 1 })[0]);
  for (const atMs of recorded.toSorted((a, b) => a - b)) taken.add(atMs);
  let window: Window | null = null;

  function windowAt(nowMs: number, sinceMs: number): Window {
    if (window !== null && window.fromMs <= nowMs && nowMs < window.nextMs) return window;
    const latestMs = newestSlot(nowMs, sinceMs);
    const [nextMs = Infinity] = nextSlots(schedule, series, { afterMs: nowMs, count: 1 });

    return { fromMs: latestMs ?? sinceMs, latestMs, nextMs };
  }

  function newestSlot(nowMs: number, sinceMs: number): number | null {
    for (const backMs of LOOK_BACK_MS) {
      const fromMs = Math.max(sinceMs + 1, nowMs - backMs);
      const newest = slotsBetween(schedule, series, { fromMs, toMs: nowMs + 1 }).at(-1);
      if (newest !== undefined) return newest;
      if (fromMs === sinceMs + 1) break;
    }

    return null;
  }

  function countPassed(before: Window | null, { latestMs }: Window): number {
    if (before === null || latestMs === null || latestMs <= before.nextMs) return 0;
    const fromMs = Math.max(before.nextMs, latestMs - MAX_COUNTED_MS);
    const slots = slotsBetween(schedule, series, { fromMs, toMs: latestMs });

    return slots.filter((slot) => !taken.has(slot)).length;
  }

  return {
    due: (nowMs, sinceMs) => {
      const before = window;
      window = windowAt(nowMs, sinceMs);
      const passed = window === before ? 0 : countPassed(before, window);
      const { latestMs } = window;

      return { atMs: latestMs === null || taken.has(latestMs) ? null : latestMs, passed };
    },
    next: (nowMs) => {
      for (const slot of slotsFrom(schedule, series, nowMs + 1)) if (!taken.has(slot)) return slot;

      return null;
    },
    take: (atMs) => taken.add(atMs),
  };
}

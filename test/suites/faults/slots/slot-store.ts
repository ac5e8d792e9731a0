import { HOUR_MS, isoRange } from '../../../../lib/core/base/time.ts';
import {
  daysOf,
  findGaps,
  type ScanSettings,
  scanWindow,
  type ScanWindow,
} from '../../../../lib/core/jobs/gaps.ts';
import { reviseWatches, type Watch } from '../../../../lib/core/jobs/watch.ts';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import { type RecordRank, rankNumber } from '../../../../lib/core/record/record-rank.ts';
import { slotRunId } from '../../../../lib/core/store/run-id.ts';

/** What a store has of a slot. */
interface StoredSlot {
  readonly scheduledAt: string;
  readonly rank: RecordRank;
}

/** The records of one series, by run id, as the stores have them: a more complete one replaces another. */
export interface SlotStore {
  put(slotMs: number, rank: RecordRank): void;
  rankOf(slotMs: number): RecordRank | null;
  between(range: { readonly fromMs: number; readonly toMs: number }): readonly StoredSlot[];
}

export function slotStore({
  name,
  region,
}: {
  readonly name: string;
  readonly region: string;
}): SlotStore {
  const byHour = new Map<number, Map<string, StoredSlot>>();

  function idOf(slotMs: number): { readonly scheduledAt: string; readonly runId: string } {
    const scheduledAt = new Date(slotMs).toISOString();

    return { scheduledAt, runId: slotRunId(name, region, scheduledAt) };
  }

  return {
    put: (slotMs, rank) => {
      const { scheduledAt, runId } = idOf(slotMs);
      const hour = Math.floor(slotMs / HOUR_MS);
      const slots = byHour.get(hour) ?? new Map<string, StoredSlot>();
      byHour.set(hour, slots);
      const old = slots.get(runId);
      if (old !== undefined && rankNumber(old.rank) >= rankNumber(rank)) return;
      slots.set(runId, { scheduledAt, rank });
    },
    rankOf: (slotMs) =>
      byHour.get(Math.floor(slotMs / HOUR_MS))?.get(idOf(slotMs).runId)?.rank ?? null,
    between: ({ fromMs, toMs }) => {
      const { since, until } = isoRange({ fromMs, toMs });
      const found: StoredSlot[] = [];
      for (let hour = Math.floor(fromMs / HOUR_MS); hour * HOUR_MS < toMs; hour += 1) {
        for (const slot of byHour.get(hour)?.values() ?? []) {
          if (slot.scheduledAt >= since && slot.scheduledAt < until) found.push(slot);
        }
      }

      return found;
    },
  };
}

/** The gap detector of one series: what of the hourly jobs decides about slots. */
export function gapScanner(plan: JourneyPlan, store: SlotStore, settings: ScanSettings) {
  let watches: readonly Watch[] = [];
  let scannedToMs: number | null = null;

  function scanDays(watch: Watch, window: ScanWindow): void {
    let hasBegun = false;
    for (const day of daysOf(window)) {
      const gaps = findGaps(
        watch,
        { records: store.between(day), window: day, hasBegun },
        settings,
      );
      for (const slotMs of gaps.missing) store.put(slotMs, 'missing');
      ({ hasBegun } = gaps);
    }
  }

  return {
    scan: (nowMs: number) => {
      ({ watches } = reviseWatches(watches, [plan], new Date(nowMs).toISOString()));
      const window = scanWindow({ nowMs, scannedToMs }, settings);
      for (const watch of watches) scanDays(watch, window);
      scannedToMs = window.dueMs;
    },
  };
}

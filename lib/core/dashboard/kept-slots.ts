import type { SlotsRollup } from '../rollup/rollup.ts';
import type { RollupSpan, RollupStore } from '../rollup/rollup-store.ts';
import type { SlotSeries } from '../schedule/slot-offset.ts';
import { DAY_MS, floorTo } from './covered-range.ts';
import type { PageRange } from './page-frame.ts';

/** The slots of an hour or a day, without what pages do not tell. */
export interface StoredSlots extends Pick<SlotsRollup, 'counts' | 'timed' | 'content'> {
  readonly metrics: ReadonlySet<string>;
}

/** The slots of a stretch of time as they were read, by their start in milliseconds since 1970. */
export interface KeptStretch extends PageRange {
  /** When the whole of it was read. */
  readonly readAtMs: number;
  readonly slots: ReadonlyMap<number, StoredSlots>;
}

/** Where the stretches of a series are kept, by span. */
export type KeptSlots = Partial<Record<RollupSpan, KeptStretch>>;

/** What of a series' slots is asked for. */
export interface SlotsQuestion extends PageRange {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  readonly nowMs: number;
}

/** What lies back further is read again after this long only: records may come that late. */
const KEPT_MS = 10 * 60_000;
/** What lies back less is read each time. */
const RECHECKED_MS = 3 * DAY_MS;

/**
 * The slots of a stretch, from what was read before where it is still good: the last three days are
 * always read again, older ones every ten minutes. Rollups are made again where records came late.
 */
export async function readSlots(
  kept: KeptSlots,
  question: SlotsQuestion,
  rollups: Pick<RollupStore, 'slots'>,
): Promise<ReadonlyMap<number, StoredSlots>> {
  const { span, fromMs, toMs, nowMs } = question;
  if (fromMs >= toMs) return new Map();
  const known = kept[span];
  const isGood =
    known !== undefined &&
    nowMs - known.readAtMs < KEPT_MS &&
    fromMs <= known.toMs &&
    toMs >= known.fromMs;
  const recheckMs = floorTo(nowMs - RECHECKED_MS, DAY_MS);
  const gaps = isGood
    ? [
        { fromMs, toMs: Math.min(known.fromMs, toMs) },
        { fromMs: Math.max(fromMs, Math.min(known.toMs, recheckMs)), toMs },
      ]
    : [{ fromMs, toMs }];
  const slots = new Map(isGood ? known.slots : []);
  for (const gap of gaps.filter((each) => each.fromMs < each.toMs)) {
    for (const [startMs, each] of await readGap(question, gap, rollups)) slots.set(startMs, each);
  }
  kept[span] = isGood
    ? {
        readAtMs: known.readAtMs,
        fromMs: Math.min(known.fromMs, fromMs),
        toMs: Math.max(known.toMs, toMs),
        slots,
      }
    : { readAtMs: nowMs, fromMs, toMs, slots };

  return within(slots, { fromMs, toMs });
}

async function readGap(
  { series, span }: SlotsQuestion,
  { fromMs, toMs }: PageRange,
  rollups: Pick<RollupStore, 'slots'>,
): Promise<readonly (readonly [number, StoredSlots])[]> {
  const range = { since: new Date(fromMs).toISOString(), until: new Date(toMs).toISOString() };
  const read = await rollups.slots(series, span, range);
  // Most hours have the same names: one set for all, instead of thousands.
  const sets = new Map<string, ReadonlySet<string>>();

  return read.map(({ startsAt, rollup: { counts, timed, content, metrics } }) => {
    const key = JSON.stringify(metrics);
    const names = sets.get(key) ?? new Set(metrics);
    sets.set(key, names);

    return [Date.parse(startsAt), { counts, timed, content, metrics: names }] as const;
  });
}

function within(
  slots: ReadonlyMap<number, StoredSlots>,
  { fromMs, toMs }: PageRange,
): ReadonlyMap<number, StoredSlots> {
  return new Map(
    [...slots]
      .filter(([startMs]) => startMs >= fromMs && startMs < toMs)
      .toSorted(([one], [other]) => one - other),
  );
}

import type { RollupSpan, RollupStore, SlotsRollup } from '../../rollup/rollup.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import { floorTo } from './covered-range.ts';
import type { PageRange } from '../page-frame.ts';
import { DAY_MS } from '../../base/time.ts';

/** The slots of an hour or a day, without what pages do not tell. */
export interface StoredSlots extends Pick<SlotsRollup, 'counts' | 'timed' | 'content'> {
  readonly metrics: ReadonlySet<string>;
}

/** The slots of a stretch of time as they were read, by their start in milliseconds since 1970. */
export interface KeptStretch extends PageRange {
  /** When the whole of it was read, and when last its end. */
  readonly readAtMs: number;
  readonly checkedAtMs: number;
  readonly slots: ReadonlyMap<number, StoredSlots>;
}

/** Where the stretches of a series are kept, by span. */
export type KeptSlots = Partial<Record<RollupSpan, KeptStretch>>;

/** What of a series' slots is asked for. */
export interface SlotsQuestion extends PageRange {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  readonly nowMs: number;
  /** What was read not longer ago than this is taken as it is, in milliseconds. */
  readonly keepMs: number;
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
  const { span, fromMs, toMs } = question;
  if (fromMs >= toMs) return new Map();
  const known = goodStretch(kept[span], question);
  if (known === null || !isFresh(known, question)) {
    kept[span] = await readStretch(known, question, rollups);
  }

  return within(kept[span]?.slots ?? new Map(), { fromMs, toMs });
}

/** What was read before and can be added to; null: nothing. */
function goodStretch(
  known: KeptStretch | undefined,
  { fromMs, toMs, nowMs }: SlotsQuestion,
): KeptStretch | null {
  if (known === undefined || nowMs - known.readAtMs >= KEPT_MS) return null;

  return fromMs <= known.toMs && toMs >= known.fromMs ? known : null;
}

function isFresh(known: KeptStretch, { fromMs, toMs, nowMs, keepMs }: SlotsQuestion): boolean {
  return known.fromMs <= fromMs && toMs <= known.toMs && nowMs - known.checkedAtMs < keepMs;
}

async function readStretch(
  known: KeptStretch | null,
  question: SlotsQuestion,
  rollups: Pick<RollupStore, 'slots'>,
): Promise<KeptStretch> {
  const { fromMs, toMs, nowMs } = question;
  const slots = new Map(known?.slots);
  for (const gap of gapsOf(known, question)) {
    for (const [startMs, each] of await readGap(question, gap, rollups)) slots.set(startMs, each);
  }

  return {
    readAtMs: known?.readAtMs ?? nowMs,
    checkedAtMs: nowMs,
    fromMs: Math.min(known?.fromMs ?? fromMs, fromMs),
    toMs: Math.max(known?.toMs ?? toMs, toMs),
    slots,
  };
}

function gapsOf(
  known: KeptStretch | null,
  { fromMs, toMs, nowMs }: SlotsQuestion,
): readonly PageRange[] {
  if (known === null) return [{ fromMs, toMs }];
  const recheckMs = floorTo(nowMs - RECHECKED_MS, DAY_MS);
  const gaps = [
    { fromMs, toMs: Math.min(known.fromMs, toMs) },
    { fromMs: Math.max(fromMs, Math.min(known.toMs, recheckMs)), toMs },
  ];

  return gaps.filter((gap) => gap.fromMs < gap.toMs);
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

import type { SlotSeries } from '../../record/slot-series.ts';
import type {
  Dated,
  MetricRollup,
  PartsRollup,
  RollupRange,
  RollupSpan,
  RollupStore,
  SlotsRollup,
} from '../../rollup/rollup.ts';
import type { PageRange } from '../page-frame.ts';
import { floorTo } from './covered-range.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoRange } from '../../base/time.ts';

/** The slots of an hour or a day, reduced to what pages show. */
export interface StoredSlots extends Pick<SlotsRollup, 'counts' | 'timed' | 'content'> {
  readonly metrics: ReadonlySet<string>;
}

/** Slots by their start in milliseconds since 1970, in order. */
export type SlotsByStart = ReadonlyMap<number, StoredSlots>;

/** Cached slots of a series: one range for each span. */
export type CachedSlots = Partial<Record<RollupSpan, SlotsRange>>;

interface SlotsRange extends PageRange {
  /** When all of it was read, and when its last days were read again. */
  readonly readAtMs: number;
  readonly checkedAtMs: number;
  readonly slots: SlotsByStart;
}

/** Cached rollups of a series: by metric (`null`: time parts) and span, then by start. */
export type CachedRollups = Map<string, Map<number, CachedRollup>>;

interface CachedRollup {
  /** The content of its slots when it was read. */
  readonly content: string;
  readonly rollup: MetricRollup | PartsRollup | null;
}

/** A question for the slots of a series. */
export interface SlotsQuestion extends PageRange {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  readonly nowMs: number;
  /** A younger reading is used as it is, in milliseconds; 0: none is. */
  readonly maxAgeMs: number;
}

/** A question for the rollups of some slots of a series. */
export interface RollupsQuestion {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  readonly slots: SlotsByStart;
}

/** Old slots change only when records come days late: they are read again after this time. */
const OLD_SLOTS_MAX_AGE_MS = 10 * MINUTE_MS;
/** Slots that are younger than this are read every time. */
const RECHECKED_MS = 3 * DAY_MS;

/**
 * The slots of a range, from the cache as far as that is right: the last three days are read each
 * time, older ones every ten minutes, because jobs make rollups again when records come late.
 */
export async function readSlots(
  cached: CachedSlots,
  question: SlotsQuestion,
  rollups: Pick<RollupStore, 'slots'>,
): Promise<SlotsByStart> {
  const { span, fromMs, toMs, nowMs, maxAgeMs } = question;
  if (fromMs >= toMs) return new Map();
  let known = extensible(cached[span], question);
  if (known === null || toMs > known.toMs || nowMs - known.checkedAtMs >= maxAgeMs) {
    known = await extended(known, question, rollups);
    cached[span] = known;
  }

  return new Map(
    [...known.slots]
      .filter(([startMs]) => startMs >= fromMs && startMs < toMs)
      .toSorted(([one], [other]) => one - other),
  );
}

function extensible(
  known: SlotsRange | undefined,
  { fromMs, nowMs }: SlotsQuestion,
): SlotsRange | null {
  if (known === undefined || nowMs - known.readAtMs >= OLD_SLOTS_MAX_AGE_MS) return null;

  return known.fromMs <= fromMs && fromMs <= known.toMs ? known : null;
}

/** Reads the last days again, and what is after the known range. */
async function extended(
  known: SlotsRange | null,
  question: SlotsQuestion,
  rollups: Pick<RollupStore, 'slots'>,
): Promise<SlotsRange> {
  const { fromMs, toMs, nowMs } = question;
  const before = known ?? { readAtMs: nowMs, fromMs, toMs: fromMs, slots: new Map() };
  const recheckMs = floorTo(nowMs - RECHECKED_MS, DAY_MS);
  const sinceMs = Math.max(fromMs, Math.min(before.toMs, recheckMs));
  const slots = new Map(before.slots);
  if (sinceMs < toMs) {
    const fresh = await queryRange(question, { fromMs: sinceMs, toMs }, rollups);
    for (const [startMs, each] of fresh) slots.set(startMs, each);
  }

  return { ...before, checkedAtMs: nowMs, toMs: Math.max(before.toMs, toMs), slots };
}

async function queryRange(
  { series, span }: SlotsQuestion,
  range: PageRange,
  rollups: Pick<RollupStore, 'slots'>,
): Promise<readonly (readonly [number, StoredSlots])[]> {
  const read = await rollups.slots(series, span, isoRange(range));
  // Most hours have the same names: they share one set, instead of thousands.
  const sets = new Map<string, ReadonlySet<string>>();

  return read.map(({ startsAt, rollup: { counts, timed, content, metrics } }) => {
    const key = JSON.stringify(metrics);
    const names = sets.get(key) ?? new Set(metrics);
    sets.set(key, names);

    return [Date.parse(startsAt), { counts, timed, content, metrics: names }] as const;
  });
}

/**
 * The values of a metric in some slots. A cached rollup is right for as long as its slots have the
 * same content, which changes whenever any rollup of the same hour or day does.
 */
export async function readMetric(
  cached: CachedRollups,
  { metric, ...question }: RollupsQuestion & { readonly metric: string },
  rollups: Pick<RollupStore, 'metric'>,
): Promise<ReadonlyMap<number, MetricRollup>> {
  const { series, span, slots } = question;
  const own = new Map([...slots].filter(([, { metrics }]) => metrics.has(metric)));

  return await readRollups(
    rollupsOf(cached, metric, span),
    { span, slots: own },
    async (range) => await rollups.metric({ ...series, metric }, span, range),
  );
}

/** Where the time of the runs of some slots went, cached as {@link readMetric} does it. */
export async function readParts(
  cached: CachedRollups,
  { series, span, slots }: RollupsQuestion,
  rollups: Pick<RollupStore, 'parts'>,
): Promise<ReadonlyMap<number, PartsRollup>> {
  const own = new Map([...slots].filter(([, { timed }]) => timed > 0));

  return await readRollups(
    rollupsOf(cached, null, span),
    { span, slots: own },
    async (range) => await rollups.parts(series, span, range),
  );
}

function rollupsOf(
  cached: CachedRollups,
  metric: string | null,
  span: RollupSpan,
): Map<number, CachedRollup> {
  const key = JSON.stringify([metric, span]);
  const own = cached.get(key) ?? new Map<number, CachedRollup>();
  cached.set(key, own);

  return own;
}

async function readRollups<R extends MetricRollup | PartsRollup>(
  cached: Map<number, CachedRollup>,
  { span, slots }: Pick<RollupsQuestion, 'span' | 'slots'>,
  query: (range: RollupRange) => Promise<readonly Dated<R>[]>,
): Promise<ReadonlyMap<number, R>> {
  const stale = [...slots].filter(
    ([startMs, { content }]) => cached.get(startMs)?.content !== content,
  );
  const [first, last] = [stale[0], stale.at(-1)];
  if (first !== undefined && last !== undefined) {
    const toMs = last[0] + (span === 'day' ? DAY_MS : HOUR_MS);
    const read = await query(isoRange({ fromMs: first[0], toMs }));
    const found = new Map(read.map(({ startsAt, rollup }) => [Date.parse(startsAt), rollup]));
    for (const [startMs, { content }] of stale) {
      cached.set(startMs, { content, rollup: found.get(startMs) ?? null });
    }
  }

  return new Map(
    [...slots.keys()].flatMap((startMs) => {
      const rollup = cached.get(startMs)?.rollup ?? null;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one map holds one kind
      return rollup === null ? [] : [[startMs, rollup as R] as const];
    }),
  );
}

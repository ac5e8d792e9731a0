import type { RunRecord } from '../record/run-record.ts';
import { isPhaseMetric } from '../record/timing-values.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { mergeDay, mergeSlots, ofKind, type RollUpPorts } from './merge.ts';
import { type FreshHour, type NamedRollup, rollUpRecords } from './roll-up.ts';
import { rollUpMetric } from './roll-up-metric.ts';
import type { Dated, HistogramCodec, RollupItem, SlotsRollup } from './rollup.ts';
import { DAY_MS, HOUR_MS } from '../base/time.ts';

/** The records and the window of a series to roll up. */
interface RollUpSubject {
  /** All records of the window, in any order. */
  readonly records: readonly RunRecord[];
  /** From the start of an hour in UTC; `toMs` is exclusive. In milliseconds since 1970. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
  /** Metrics of the journey's budgets, such as `wait`. */
  readonly extraMetrics: readonly string[];
}

/**
 * Rolls up the whole hours of a window from their records, and the whole days of these hours from the
 * hours. Hours and days that are not over have no rollup: half a day next to whole days would mislead.
 *
 * An hour has dozens of rollups, so only its slots are read, in one query: their `content` changes
 * with anything in the hour. The `content` of a day is made from its hours, so an interrupted day is
 * repaired by the next scan. A repeated scan costs that query (and one for finished days), and counts
 * records that arrived late. Slots are written last: until they are, the next scan rewrites the hour.
 */
export async function rollUpSeries(
  series: SlotSeries,
  subject: RollUpSubject,
  ports: RollUpPorts,
): Promise<void> {
  const { fromMs, toMs } = subject.window;
  const range = { since: iso(startOf(fromMs, DAY_MS)), until: iso(toMs) };
  const stored = await ports.rollups.slots(series, 'hour', range);
  const before = new Map(stored.map(({ startsAt, rollup }) => [startsAt, rollup]));
  const fresh = freshHours(subject, before, ports);
  await putChanges(
    series,
    fresh
      .filter(({ startsAt, slots }) => before.get(startsAt)?.content !== slots.content)
      .map((hour) => ({ ...hour, span: 'hour', before: before.get(hour.startsAt) })),
    ports,
  );
  await rollUpDays(series, { window: subject.window, stored, fresh }, ports);
}

function freshHours(
  { records, window, extraMetrics }: RollUpSubject,
  before: ReadonlyMap<string, SlotsRollup>,
  { histograms: codec }: RollUpPorts,
): readonly FreshHour[] {
  const byHour = new Map<number, RunRecord[]>();
  for (const record of records) {
    if (record.scheduledAt === null) continue;
    const hourMs = startOf(Date.parse(record.scheduledAt), HOUR_MS);
    if (hourMs < window.fromMs || hourMs + HOUR_MS > window.toMs) continue;
    const ofHour = byHour.get(hourMs);
    if (ofHour === undefined) byHour.set(hourMs, [record]);
    else ofHour.push(record);
  }

  return [...byHour].flatMap(([hourMs, ofHour]) => {
    const startsAt = iso(hourMs);
    // Metrics of a budget or journey that was removed since stay in the hours that had them.
    const known = before.get(startsAt)?.metrics.filter(isPhaseMetric) ?? [];
    const words = [...new Set([...extraMetrics, ...known])];
    const rollups = rollUpRecords(ofHour, { codec, extraMetrics: words });
    const [slots] = ofKind(
      rollups.map(({ rollup }) => rollup),
      'slots',
    );

    return slots === undefined ? [] : [{ startsAt, slots, rollups }];
  });
}

interface DaysSubject extends Pick<RollUpSubject, 'window'> {
  /** Of the hours from the first day's midnight on. */
  readonly stored: readonly Dated<SlotsRollup>[];
  readonly fresh: readonly FreshHour[];
}

async function rollUpDays(
  series: SlotSeries,
  { window, stored, fresh }: DaysSubject,
  ports: RollUpPorts,
): Promise<void> {
  const [fromMs, toMs] = [startOf(window.fromMs, DAY_MS), startOf(window.toMs, DAY_MS)];
  if (fromMs === toMs) return;
  const range = { since: iso(fromMs), until: iso(toMs) };
  const days = await ports.rollups.slots(series, 'day', range);
  const before = new Map(days.map(({ startsAt, rollup }) => [startsAt, rollup]));
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    const startsAt = iso(dayMs);
    const ofDay = { stored: within(stored, dayMs), fresh: within(fresh, dayMs) };
    const hours = latest(ofDay);
    const slots = mergeSlots(hours);
    if (slots === null || slots.content === before.get(startsAt)?.content) continue;
    const rollups = await mergeDay(series, { slots, ...ofDay }, ports);
    const day = { startsAt, slots, rollups, span: 'day', before: before.get(startsAt) } as const;
    await putChanges(series, [day], ports);
  }
}

function within<T extends { readonly startsAt: string }>(
  hours: readonly T[],
  dayMs: number,
): readonly T[] {
  return hours.filter(({ startsAt }) => startOf(Date.parse(startsAt), DAY_MS) === dayMs);
}

/** Each hour once: a fresh hour replaces the stored one. */
function latest({ stored, fresh }: Omit<DaysSubject, 'window'>): readonly Dated<SlotsRollup>[] {
  const made = fresh.map(({ startsAt, slots }) => ({ startsAt, rollup: slots }));

  return [...new Map([...stored, ...made].map((hour) => [hour.startsAt, hour])).values()];
}

interface Change extends FreshHour {
  readonly span: RollupItem['span'];
  /** The stored slots; undefined: there are none. */
  readonly before: SlotsRollup | undefined;
}

/** Writes whole hours or days, with their slots last. */
async function putChanges(
  series: SlotSeries,
  changes: readonly Change[],
  { rollups, histograms }: RollUpPorts,
): Promise<void> {
  if (changes.length === 0) return;
  const items = changes.flatMap((change) => {
    const { span, startsAt } = change;
    return [...change.rollups, ...emptied(change, histograms)].map((each) => ({
      ...each,
      span,
      startsAt,
    }));
  });
  await rollups.put(
    series,
    items.filter(({ rollup }) => rollup.kind !== 'slots'),
  );
  await rollups.put(
    series,
    items.filter(({ rollup }) => rollup.kind === 'slots'),
  );
}

/** Empty rollups that replace stored metrics which have no values any more. */
function emptied({ before, slots }: Change, codec: HistogramCodec): readonly NamedRollup[] {
  const now = new Set(slots.metrics);

  return (before?.metrics ?? [])
    .filter((metric) => !now.has(metric))
    .map((metric) => ({
      metric,
      rollup: rollUpMetric({ metric, timed: [], censored: [] }, codec),
    }));
}

function startOf(epochMs: number, spanMs: number): number {
  return Math.floor(epochMs / spanMs) * spanMs;
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

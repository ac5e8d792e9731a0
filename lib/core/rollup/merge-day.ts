import { mapBounded } from '../base/map-bounded.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { mergeRollups, ofKind } from './merge.ts';
import type { FreshHour, NamedRollup } from './roll-up.ts';
import type { HistogramCodec, Rollup, SlotsRollup } from './rollup.ts';
import type { Dated, RollupRange, RollupStore } from './rollup-store.ts';
import { HOUR_MS } from '../base/time.ts';

/** Where rollups are kept, and what makes their histograms. */
export interface RollUpPorts {
  readonly rollups: RollupStore;
  readonly histograms: HistogramCodec;
}

/** A day: what its slots come to, and its hours. */
export interface DaySubject {
  readonly slots: SlotsRollup;
  readonly stored: readonly Dated<SlotsRollup>[];
  /** Those that were just made from their records; they stand for what is stored of them. */
  readonly fresh: readonly FreshHour[];
}

/** Queries of one series at once. */
const CONCURRENCY = 5;

/**
 * All rollups of a day, merged from those of its hours. Hours whose records were not read are read
 * as they are stored, each metric by one query; without any, nothing is read.
 */
export async function mergeDay(
  series: SlotSeries,
  day: DaySubject,
  ports: RollUpPorts,
): Promise<readonly NamedRollup[]> {
  const { histograms, rollups } = ports;
  const old = oldHours(day);
  const metrics = await mapBounded(day.slots.metrics, CONCURRENCY, async (metric) => {
    const stored = await readOld(old, (range) =>
      rollups.metric({ ...series, metric }, 'hour', range),
    );
    const rollup = mergeRollups([...stored, ...freshOf(day, 'metric', metric)], histograms);

    return rollup === null ? [] : [{ metric, rollup }];
  });
  const oldParts = await readOld(old, (range) => rollups.parts(series, 'hour', range));
  const oldFacts = await readOld(old, (range) => rollups.facts(series, 'hour', range));
  const parts = mergeRollups([...oldParts, ...freshOf(day, 'parts', null)], histograms);
  const facts = mergeRollups([...oldFacts, ...freshOf(day, 'facts', null)], histograms);

  return [
    { metric: null, rollup: day.slots },
    ...metrics.flat(),
    ...[parts, facts].flatMap((rollup) => (rollup === null ? [] : [{ metric: null, rollup }])),
  ];
}

/** The hours that are known from the store only, oldest first. */
function oldHours({ stored, fresh }: DaySubject): readonly string[] {
  const made = new Set(fresh.map(({ startsAt }) => startsAt));

  return stored
    .map(({ startsAt }) => startsAt)
    .filter((startsAt) => !made.has(startsAt))
    .toSorted();
}

/** One query from the first to the last; none where there are none. */
async function readOld<R extends Rollup>(
  old: readonly string[],
  query: (range: RollupRange) => Promise<readonly Dated<R>[]>,
): Promise<readonly R[]> {
  const [first, last] = [old[0], old.at(-1)];
  if (first === undefined || last === undefined) return [];
  const until = new Date(Date.parse(last) + HOUR_MS).toISOString();
  const hours = await query({ since: first, until });

  return hours.filter(({ startsAt }) => old.includes(startsAt)).map(({ rollup }) => rollup);
}

function freshOf<K extends Rollup['kind']>(
  { fresh }: DaySubject,
  kind: K,
  metric: string | null,
): readonly Extract<Rollup, { readonly kind: K }>[] {
  const named = fresh.flatMap(({ rollups }) => rollups.filter((each) => each.metric === metric));

  return ofKind(
    named.map(({ rollup }) => rollup),
    kind,
  );
}

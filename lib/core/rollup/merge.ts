import { mapBounded } from '../base/map-bounded.ts';
import { HOUR_MS } from '../base/time.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { contentHash } from './content-hash.ts';
import { mergeFacts } from './facts.ts';
import { mergeMetrics } from './roll-up-metric.ts';
import { mergeParts } from './time-parts.ts';
import type { FreshHour, NamedRollup } from './roll-up.ts';
import {
  type Dated,
  type HistogramCodec,
  type Rollup,
  ROLLUP_SCHEMA,
  type RollupRange,
  type RollupStore,
  type SlotsRollup,
} from './rollup.ts';

/**
 * Merges rollups of one kind (and of one metric), in any order; null for none. Histograms, counts and
 * sums are exact. Time parts and facts beyond the stored number are added up under one name.
 */
export function mergeRollups<R extends Exclude<Rollup, SlotsRollup>>(
  rollups: readonly R[],
  codec: HistogramCodec,
): R | null {
  const merged =
    mergeMetrics(ofKind(rollups, 'metric'), codec) ??
    mergeParts(ofKind(rollups, 'parts')) ??
    mergeFacts(ofKind(rollups, 'facts'));

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each kind merges to its own
  return merged as R | null;
}

/** Adds up the slot counts of a day's hours; null for none. */
export function mergeSlots(hours: readonly Dated<SlotsRollup>[]): SlotsRollup | null {
  if (hours.length === 0) return null;
  const slots = hours.map(({ rollup }) => rollup);

  return {
    kind: 'slots',
    counts: {
      passed: sumOf(slots, ({ counts }) => counts.passed),
      failed: sumOf(slots, ({ counts }) => counts.failed),
      errored: sumOf(slots, ({ counts }) => counts.errored),
      skipped: sumOf(slots, ({ counts }) => counts.skipped),
      missing: sumOf(slots, ({ counts }) => counts.missing),
    },
    flaky: sumOf(slots, ({ flaky }) => flaky),
    cold: sumOf(slots, ({ cold }) => cold),
    timed: sumOf(slots, ({ timed }) => timed),
    metrics: [...new Set(slots.flatMap(({ metrics }) => metrics))].toSorted(),
    omitted: {
      steps: Math.max(...slots.map(({ omitted }) => omitted.steps)),
      hosts: Math.max(...slots.map(({ omitted }) => omitted.hosts)),
    },
    content: dayContent(hours),
  };
}

/** Filters rollups by kind, such as `metric`, with the type of that kind. */
export function ofKind<K extends Rollup['kind']>(
  rollups: readonly Rollup[],
  kind: K,
): readonly Extract<Rollup, { readonly kind: K }>[] {
  return rollups.filter(
    (rollup): rollup is Extract<Rollup, { readonly kind: K }> => rollup.kind === kind,
  );
}

function sumOf(slots: readonly SlotsRollup[], read: (each: SlotsRollup) => number): number {
  return slots.reduce((sum, each) => sum + read(each), 0);
}

/** A hash that changes when any hour of the day changes. */
function dayContent(hours: readonly Dated<SlotsRollup>[]): string {
  const ofHours = hours.map(({ startsAt, rollup }) => `${startsAt} ${rollup.content}`).toSorted();

  return contentHash(JSON.stringify([ROLLUP_SCHEMA, 'day', ofHours]));
}

/** The store of rollups, and the codec of their histograms. */
export interface RollUpPorts {
  readonly rollups: RollupStore;
  readonly histograms: HistogramCodec;
}

/** The slot counts of a day, and its hours. */
interface DaySubject {
  readonly slots: SlotsRollup;
  readonly stored: readonly Dated<SlotsRollup>[];
  /** Hours just made from their records; they replace what is stored of them. */
  readonly fresh: readonly FreshHour[];
}

/** Queries of one series at once. */
const CONCURRENCY = 5;

/**
 * Makes all rollups of a day by merging those of its hours. Hours that are not fresh are read from the
 * store, each metric with one query.
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

/** Hours that are in the store only, oldest first. */
function oldHours({ stored, fresh }: DaySubject): readonly string[] {
  const made = new Set(fresh.map(({ startsAt }) => startsAt));

  return stored
    .map(({ startsAt }) => startsAt)
    .filter((startsAt) => !made.has(startsAt))
    .toSorted();
}

/** Reads from the first to the last with one query; no query for an empty list. */
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

import { contentHash } from './content-hash.ts';
import { mergeFacts } from './roll-up-facts.ts';
import { mergeMetrics } from './roll-up-metric.ts';
import { mergeParts } from './roll-up-parts.ts';
import { type HistogramCodec, type Rollup, ROLLUP_SCHEMA, type SlotsRollup } from './rollup.ts';
import type { Dated } from './rollup-store.ts';

/**
 * The rollup of all runs that several of one kind (and of one metric) were made of, in whatever
 * order; null for none. Histograms, counts and sums are exact. Where there are more time parts or
 * facts than are kept, those beyond are added up under one name.
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

/** The slots of all of a day's hours; null for none. */
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

/** Those of one kind. */
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

/** Changes when any hour of the day does. */
function dayContent(hours: readonly Dated<SlotsRollup>[]): string {
  const ofHours = hours.map(({ startsAt, rollup }) => `${startsAt} ${rollup.content}`).toSorted();

  return contentHash(JSON.stringify([ROLLUP_SCHEMA, 'day', ofHours]));
}

import type { RunRecord } from '../record/run-record.ts';
import { countOutcomes } from '../record/series-summary.ts';
import { isTimed } from '../record/timing-values.ts';
import { contentHash } from './content-hash.ts';
import { censoredValuesOf, type MetricValues, metricValuesOf } from './metric-values.ts';
import { hostPhaseOfMetric, stepOfMetric } from './metric.ts';
import { rollUpFacts } from './facts.ts';
import { rollUpMetric } from './roll-up-metric.ts';
import { rollUpParts } from './time-parts.ts';
import { type HistogramCodec, ROLLUP_SCHEMA, type RollupItem, type SlotsRollup } from './rollup.ts';

/** A rollup with the name of its metric; null for the other kinds. */
export type NamedRollup = Pick<RollupItem, 'metric' | 'rollup'>;

/** All rollups of one hour, made from its records. */
export interface FreshHour {
  readonly startsAt: string;
  readonly slots: SlotsRollup;
  /** The slots among them. */
  readonly rollups: readonly NamedRollup[];
}

/** The histogram codec, and metrics to keep in any case. */
interface RollUpOptions {
  readonly codec: HistogramCodec;
  /** Metrics of the journey's budgets, such as `wait`. */
  readonly extraMetrics: readonly string[];
}

/**
 * Makes all rollups of one hour: the slots, then each metric by name, time parts and facts. A function
 * of the set of its records; their order does not matter. Empty when all runs are on demand.
 */
export function rollUpRecords(
  records: readonly RunRecord[],
  options: RollUpOptions,
): readonly NamedRollup[] {
  const ofSlots = records.filter(({ onDemand }) => !onDemand);
  if (ofSlots.length === 0) return [];
  const timed = ofSlots.filter(isTimed);
  const { metrics, omitted } = rollUpMetrics(ofSlots, options);
  const others: readonly NamedRollup[] = [
    ...metrics,
    { metric: null, rollup: rollUpParts(timed) },
    { metric: null, rollup: rollUpFacts(timed) },
  ];
  const slots: Omit<SlotsRollup, 'content'> = {
    kind: 'slots',
    counts: countOutcomes(ofSlots),
    flaky: ofSlots.filter(({ flaky }) => flaky).length,
    cold: timed.filter(({ instrument }) => instrument.cold).length,
    timed: timed.length,
    metrics: metrics.map(({ metric }) => metric),
    omitted,
  };
  const content = contentHash(JSON.stringify([ROLLUP_SCHEMA, 'hour', slots, others]));

  return [{ metric: null, rollup: { ...slots, content } }, ...others];
}

function rollUpMetrics(
  records: readonly RunRecord[],
  { codec, extraMetrics }: RollUpOptions,
): {
  readonly metrics: readonly (NamedRollup & { readonly metric: string })[];
  readonly omitted: SlotsRollup['omitted'];
} {
  const timed = records.map((record) => metricValuesOf(record, extraMetrics));
  const censored = records.map(censoredValuesOf);
  const { names, omitted } = selectMetrics([...timed, ...censored], extraMetrics);

  return {
    omitted,
    metrics: names.map((metric) => {
      const subject = {
        metric,
        timed: timed.flatMap((values) => values.get(metric) ?? []),
        censored: censored.flatMap((values) => values.get(metric) ?? []),
      };

      return { metric, rollup: rollUpMetric(subject, codec) };
    }),
  };
}

/** Most hosts of an hour that have metrics: those that took the most time. */
const MAX_HOSTS = 8;

/** Most steps of an hour that have metrics; a journey with more generates step names. */
const MAX_STEPS = 50;

/** The metrics of an hour to store, and how many steps and hosts are left out. */
interface SelectedMetrics {
  readonly names: readonly string[];
  readonly omitted: { readonly steps: number; readonly hosts: number };
}

/**
 * Selects the metrics of an hour: all of the run itself, those of the steps and hosts with the most
 * time, and those in `always`. A function of the set of runs: equal times are ordered by name.
 */
function selectMetrics(runs: readonly MetricValues[], always: readonly string[]): SelectedMetrics {
  const names = [...new Set(runs.flatMap((values) => [...values.keys()]))].toSorted();
  const steps = largest(runs, { names, groupOf: stepOfMetric, limit: MAX_STEPS });
  const hosts = largest(runs, {
    names,
    groupOf: (name) => hostPhaseOfMetric(name)?.host ?? null,
    limit: MAX_HOSTS,
  });
  const dropped = new Set(
    [...steps.dropped, ...hosts.dropped].filter((name) => !always.includes(name)),
  );

  return {
    names: names.filter((name) => !dropped.has(name)),
    omitted: {
      steps: steps.dropped.filter((name) => dropped.has(name)).length,
      hosts: hosts.groups,
    },
  };
}

interface Grouping {
  readonly names: readonly string[];
  readonly groupOf: (name: string) => string | null;
  readonly limit: number;
}

/** The names of groups beyond the limit, and how many groups these are. */
function largest(
  runs: readonly MetricValues[],
  { names, groupOf, limit }: Grouping,
): { readonly dropped: readonly string[]; readonly groups: number } {
  const timeOf = new Map<string, number>();
  for (const name of names) {
    const group = groupOf(name);
    if (group === null) continue;
    timeOf.set(group, (timeOf.get(group) ?? 0) + totalOf(runs, name));
  }
  const ranked = [...timeOf].toSorted(
    ([one, oneMs], [other, otherMs]) => otherMs - oneMs || (one < other ? -1 : 1),
  );
  const beyond = new Set(ranked.slice(limit).map(([group]) => group));

  return {
    dropped: names.filter((name) => beyond.has(groupOf(name) ?? '')),
    groups: beyond.size,
  };
}

/** In whole nanoseconds, so that the order of the runs does not matter. */
function totalOf(runs: readonly MetricValues[], name: string): number {
  return runs
    .flatMap((values) => values.get(name) ?? [])
    .reduce((sum, ms) => sum + Math.round(ms * 1_000_000), 0);
}

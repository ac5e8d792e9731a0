import { hostPhaseOfMetric, stepOfMetric } from './metric.ts';
import type { MetricValues } from './metric-values.ts';

/** Hosts of an hour that have metrics: those that took the most time. */
const MAX_HOSTS = 8;

/** Steps of an hour that have one; more is a journey that makes up names as it goes. */
const MAX_STEPS = 50;

/** Which metrics of an hour are kept, and how many steps and hosts have none. */
export interface SelectedMetrics {
  readonly names: readonly string[];
  readonly omitted: { readonly steps: number; readonly hosts: number };
}

/**
 * Chooses the metrics of an hour: all of the run itself, and those of the steps and hosts with the
 * most time. `always` are kept whatever they took. A pure function of the set of runs: of several
 * with as much time, the first by name.
 */
export function selectMetrics(
  runs: readonly MetricValues[],
  always: readonly string[],
): SelectedMetrics {
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

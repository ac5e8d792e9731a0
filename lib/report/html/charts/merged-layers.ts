import type { StepStack } from '../../../core/dashboard/journey/journey-page.ts';
import type { StackChart } from './chart-data.ts';
import type { Row } from './chart-paths.ts';
import { LAYER_COLOURS } from './stack-figure.ts';

/** What the time outside any step is called. */
export const OUTSIDE_STEPS = 'outside steps';

/** Layers of several regions under the same names, in the same order. */
export interface MergedLayers {
  readonly names: readonly string[];
  /** Of each region. */
  readonly layers: readonly StackChart['layers'][];
}

/**
 * The same layers for all regions: steps in their order, at most as many as there are colours; the
 * smallest of more are put together, and what is outside any step comes last.
 */
export function mergedLayers(stacks: readonly StepStack[]): MergedLayers {
  const steps = [...new Set(stacks.flatMap(({ layers }) => layers.map(({ step }) => step)))];
  const named = steps.filter((step) => step !== null);
  const room = LAYER_COLOURS - (steps.includes(null) ? 1 : 0);
  const kept = named.length <= room ? named : largestOf(named, stacks, room - 1);
  const rest = named.filter((step) => !kept.includes(step));
  const groups: readonly Group[] = [
    ...kept.map((step) => ({ name: step, steps: [step] })),
    ...(rest.length === 0 ? [] : [{ name: 'other steps', steps: rest }]),
    ...(steps.includes(null) ? [{ name: OUTSIDE_STEPS, steps: [null] }] : []),
  ];

  return {
    names: groups.map(({ name }) => name),
    layers: stacks.map((stack) =>
      groups.map((group) => ({ name: group.name, values: sumOf(group, stack) })),
    ),
  };
}

/** Steps that are drawn as one layer. */
interface Group {
  readonly name: string;
  readonly steps: readonly (string | null)[];
}

function largestOf(
  steps: readonly string[],
  stacks: readonly StepStack[],
  count: number,
): readonly string[] {
  const totals = new Map(steps.map((step) => [step, totalOf(step, stacks)]));
  const largest = steps
    .toSorted((one, other) => (totals.get(other) ?? 0) - (totals.get(one) ?? 0))
    .slice(0, count);

  return steps.filter((step) => largest.includes(step));
}

function totalOf(step: string, stacks: readonly StepStack[]): number {
  return stacks
    .flatMap(({ layers }) => layers.filter((layer) => layer.step === step))
    .flatMap(({ meanMs }) => meanMs)
    .reduce((sum: number, value) => sum + (value ?? 0), 0);
}

function sumOf({ steps }: Group, { grid, layers }: StepStack): Row {
  const rows = layers.filter(({ step }) => steps.includes(step)).map(({ meanMs }) => meanMs);

  return Array.from({ length: grid.length }, (_, bucket) => {
    const known = rows.map((row) => row[bucket] ?? null).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

import type { StackChart } from './chart-data.ts';
import { chartFigure, type FigureParts, planeOf } from './chart-frame.ts';
import { areaPath, type Row } from './chart-paths.ts';
import { type Html, html } from '../parts/html.ts';
import type { StepStack } from '../../../core/dashboard/journey/journey-page.ts';
import { formatMetric } from '../../format/metric.ts';

/** Parts of a figure with stacked layers. */
export interface StackParts extends Omit<FigureParts, 'label'> {
  readonly chart: StackChart;
  /** What the layers show, for screen readers. */
  readonly subject: string;
}

/** Stacked areas over time, the first layer at the bottom. */
export function stackFigure(parts: StackParts): Html {
  const { chart, subject } = parts;
  const figure = { ...parts, label: stackLabel(chart, subject) };
  const plane = planeOf(figure);
  // The highest sum is painted first; each lower one covers what is not its own.
  const areas = sumsUpTo(chart.layers)
    .map(
      (row, index) =>
        html`<path class="layer layer-${layerNumber(index)}" d="${areaPath(row, plane)}" />`,
    )
    .toReversed();

  return chartFigure(figure, { plot: areas });
}

/** List of layer names, each with a swatch of its colour. */
export function layerLegend(names: readonly string[]): Html {
  return html`<ul class="chart-legend">
    ${names.map(
      (name, index) =>
        html`<li><span class="swatch layer-${layerNumber(index)}"></span><bdi>${name}</bdi></li>`,
    )}
  </ul>`;
}

/** Number of colours for layers. */
export const LAYER_COLOURS = 8;

function layerNumber(index: number): number {
  return (index % LAYER_COLOURS) + 1;
}

/** For each layer, the sum of it and all layers below; null where none of them has a value. */
function sumsUpTo(layers: StackChart['layers']): readonly Row[] {
  const sums: Row[] = [];
  for (const { values } of layers) {
    const below = sums.at(-1);
    sums.push(
      values.map((value, bucket) => {
        const under = below?.[bucket] ?? null;
        return value === null && under === null ? null : (value ?? 0) + (under ?? 0);
      }),
    );
  }

  return sums;
}

function stackLabel({ layers, unit }: StackChart, subject: string): string {
  const words = layers.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return known.length === 0 ? `${name} has no value` : `${name} ${formatMetric(mean, unit)}`;
  });

  return `${subject}, mean of the buckets: ${words.join(', ')}`;
}

/** Name of the layer for time outside any step. */
export const OUTSIDE_STEPS = 'outside steps';

/** Layers of several regions, with the same names in the same order. */
export interface MergedLayers {
  readonly names: readonly string[];
  /** One list of layers for each region. */
  readonly layers: readonly StackChart['layers'][];
}

/**
 * Gives all regions the same layers: steps in their order, at most as many as there are colours. The
 * smallest of more steps become `other steps`; time outside steps comes last.
 */
export function mergedLayers(stacks: readonly StepStack[]): MergedLayers {
  const steps = [...new Set(stacks.flatMap(({ layers }) => layers.map(({ step }) => step)))];
  const named = steps.filter((step) => step !== null);
  const room = LAYER_COLOURS - (steps.includes(null) ? 1 : 0);
  const drawn = named.length <= room ? named : largestOf(named, stacks, room - 1);
  const rest = named.filter((step) => !drawn.includes(step));
  const groups: readonly Group[] = [
    ...drawn.map((step) => ({ name: step, steps: [step] })),
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

/** Steps drawn as one layer. */
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

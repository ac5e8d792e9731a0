import { formatMetric } from '../../format/trend-format.ts';
import type { StackChart } from './chart-data.ts';
import { chartFigure, type FigureParts, planeOf } from './chart-frame.ts';
import { areaPath, type Row } from './chart-paths.ts';
import { type Html, html } from '../parts/html.ts';

/** A figure of layers. */
export interface StackParts extends Omit<FigureParts, 'words'> {
  readonly chart: StackChart;
  /** What the layers are of, for those who hear the page. */
  readonly subject: string;
}

/** Layers that add up, over time: each an area on top of the one before it. */
export function stackFigure(parts: StackParts): Html {
  const { chart, subject } = parts;
  const figure = { ...parts, words: stackWords(chart, subject) };
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

/** The names of layers with their colours. */
export function layerLegend(names: readonly string[]): Html {
  return html`<ul class="chart-legend">
    ${names.map(
      (name, index) =>
        html`<li><span class="swatch layer-${layerNumber(index)}"></span><bdi>${name}</bdi></li>`,
    )}
  </ul>`;
}

/** How many colours layers have. */
export const LAYER_COLOURS = 8;

function layerNumber(index: number): number {
  return (index % LAYER_COLOURS) + 1;
}

/** For each layer the sum of it and all below; null where no layer has a value. */
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

function stackWords({ layers, unit }: StackChart, subject: string): string {
  const words = layers.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return known.length === 0 ? `${name} has no value` : `${name} ${formatMetric(mean, unit)}`;
  });

  return `${subject}, mean of the buckets: ${words.join(', ')}`;
}

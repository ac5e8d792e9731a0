import type { Grid, QuantileTrack } from '../../../core/dashboard/journey/journey-page.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';

/** Something that is drawn at a moment of a chart. */
export interface ChartMark {
  readonly kind: 'change' | 'deploy' | 'note';
  readonly atMs: number;
  /** Where the moment lies; both `atMs` where it is known. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
}

/** A limit that is drawn across a chart. */
export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}

/** Percentiles over time. */
export interface BandsChart {
  readonly kind: 'bands';
  readonly unit: MetricUnit;
  readonly grid: Grid;
  readonly n: readonly number[];
  readonly censored: readonly number[];
  readonly tracks: readonly QuantileTrack[];
  readonly limits: readonly ChartLimit[];
  readonly marks: readonly ChartMark[];
  /** Upper end of the axis of values; the same in charts that stand side by side. */
  readonly top: number;
}

/** Layers that add up, over time. */
export interface StackChart {
  readonly kind: 'stack';
  readonly unit: MetricUnit;
  readonly grid: Grid;
  readonly n: readonly number[];
  readonly layers: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
  readonly marks: readonly ChartMark[];
  /** As {@link BandsChart.top}. */
  readonly top: number;
}

/**
 * What a script makes a chart of that can be zoomed and read with a pointer. It stands in a
 * `dataBlock` in the same `<figure class="chart" data-chart="ID">` as the picture that is there
 * without a script: `<div class="chart-picture">` with the SVG is what the script replaces.
 */
export type ChartData = BandsChart | StackChart;

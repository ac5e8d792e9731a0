import type { QuantileBands } from '../../../core/dashboard/journey/journey-page.ts';

/** A change point, deployment or note on a chart's time axis. */
export interface ChartMark {
  readonly kind: 'change' | 'deploy' | 'note';
  readonly atMs: number;
  /** Interval that holds the moment; both are `atMs` where it is known exactly. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
}

/** A budget's limit, drawn across a chart. */
export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}

/** Percentiles of a metric over time. */
export interface BandsChart extends Omit<QuantileBands, 'metric'> {
  readonly kind: 'bands';
  readonly limits: readonly ChartLimit[];
  readonly marks: readonly ChartMark[];
  /** Upper end of the axis of values; the same in charts that are side by side. */
  readonly top: number;
}

/** Stacked layers over time. */
export interface StackChart extends Pick<BandsChart, 'unit' | 'grid' | 'n' | 'marks' | 'top'> {
  readonly kind: 'stack';
  readonly layers: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
}

/**
 * Data from which a script makes an interactive chart. It is embedded by `dataBlock` in
 * `<figure class="chart" data-chart="ID">`, next to the static SVG in `<div class="chart-picture">`,
 * which the script replaces.
 */
export type ChartData = BandsChart | StackChart;

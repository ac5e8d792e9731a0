import { bucketMiddle } from '../core/dashboard/journey/page-grid.ts';
import type { ChartData } from '../report/html/charts/chart-data.ts';
import { formatPercentileName } from '../report/format/number.ts';
import type { Row } from '../report/html/charts/chart-paths.ts';
import type { Grid } from '../core/dashboard/journey/journey-page.ts';

/** A chart as rows to draw, the top one first: each is filled down to the next. */
export interface ChartRows {
  /** Middle of each bucket, in milliseconds since 1970. */
  readonly middles: readonly number[];
  readonly rows: readonly Row[];
  readonly names: readonly string[];
}

/** Rows of a chart: percentiles as they are, layers added up. */
export function rowsOf(chart: ChartData): ChartRows {
  const middles = bucketMiddles(chart.grid);
  if (chart.kind === 'stack') {
    return {
      middles,
      rows: stackedRows(chart.layers.map(({ values }) => values)).toReversed(),
      names: chart.layers.map(({ name }) => name).toReversed(),
    };
  }
  const tracks = chart.tracks.toSorted((one, other) => other.q - one.q);

  return {
    middles,
    rows: tracks.map(({ values }) => values),
    names: tracks.map(({ q }) => formatPercentileName(q)),
  };
}

/** Middle of each bucket of a grid, in milliseconds since 1970. */
export function bucketMiddles(grid: Grid): readonly number[] {
  return Array.from({ length: grid.length }, (_, index) => bucketMiddle(grid, index));
}

/**
 * Each layer added to all layers below it, the lowest first. A bucket where every layer is null stays
 * null; otherwise null counts as 0.
 */
export function stackedRows(layers: readonly Row[]): readonly Row[] {
  const length = Math.max(0, ...layers.map((layer) => layer.length));
  const isGap = Array.from({ length }, (_, index) =>
    layers.every((layer) => (layer[index] ?? null) === null),
  );
  const sums = Array.from({ length }, () => 0);

  return layers.map((layer) =>
    sums.map((sum, index) => {
      sums[index] = sum + (layer[index] ?? 0);
      return isGap[index] === true ? null : (sums[index] ?? null);
    }),
  );
}

/** Indices of values between two gaps, which have no line and need a point. */
export function loneValues(row: Row): readonly number[] {
  return row.flatMap((value, index) =>
    value !== null && (row[index - 1] ?? null) === null && (row[index + 1] ?? null) === null
      ? [index]
      : [],
  );
}

/** Index of the bucket that contains an instant; outside the grid, the nearest. */
export function bucketAt({ startMs, stepMs, length }: Grid, atMs: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor((atMs - startMs) / stepMs)));
}

/** A range extended to whole buckets, as zooming shows it. */
export function wholeBuckets(
  { startMs, stepMs, length }: Grid,
  fromMs: number,
  toMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const first = Math.floor((Math.max(fromMs, startMs) - startMs) / stepMs);
  const last = Math.ceil((Math.min(toMs, startMs + length * stepMs) - startMs) / stepMs);

  return { fromMs: startMs + first * stepMs, toMs: startMs + Math.max(last, first + 1) * stepMs };
}

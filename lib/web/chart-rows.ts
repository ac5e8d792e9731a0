import { bucketMiddle } from '../core/dashboard/journey/page-grid.ts';
import type { ChartData } from '../report/html/charts/chart-data.ts';
import type { Row } from '../report/html/charts/chart-paths.ts';
import type { Grid } from '../core/dashboard/journey/journey-page.ts';

/** A chart as rows that are drawn: the uppermost first, as each is filled down to the next. */
export interface ChartRows {
  /** The middle of each bucket, in milliseconds since 1970. */
  readonly middles: readonly number[];
  readonly rows: readonly Row[];
  readonly names: readonly string[];
}

/** The rows of a chart: quantiles as they are, layers on top of each other. */
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
    names: tracks.map(({ q }) => quantileName(q)),
  };
}

/** What a quantile is called: `p95`, `p99.9`. */
export function quantileName(q: number): string {
  return `p${Number((q * 100).toFixed(3))}`;
}

/** The middle of each bucket of a grid. */
export function bucketMiddles(grid: Grid): readonly number[] {
  return Array.from({ length: grid.length }, (_, index) => bucketMiddle(grid, index));
}

/**
 * Each layer with all below it, the lowest first. A bucket where every layer is null is a gap; a layer
 * that alone is null adds nothing.
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

/** Indices of values between two gaps: no line leads to them, so each needs a point. */
export function loneValues(row: Row): readonly number[] {
  return row.flatMap((value, index) =>
    value !== null && (row[index - 1] ?? null) === null && (row[index + 1] ?? null) === null
      ? [index]
      : [],
  );
}

/** The bucket that holds an instant; outside of the grid the nearest. */
export function bucketAt({ startMs, stepMs, length }: Grid, atMs: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor((atMs - startMs) / stepMs)));
}

/** The buckets from one instant to another, whole: what zooming there shows. */
export function wholeBuckets(
  { startMs, stepMs, length }: Grid,
  fromMs: number,
  toMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const first = Math.floor((Math.max(fromMs, startMs) - startMs) / stepMs);
  const last = Math.ceil((Math.min(toMs, startMs + length * stepMs) - startMs) / stepMs);

  return { fromMs: startMs + first * stepMs, toMs: startMs + Math.max(last, first + 1) * stepMs };
}

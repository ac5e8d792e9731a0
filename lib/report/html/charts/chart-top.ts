import type { BandsChart, ChartLimit, StackChart } from './chart-data.ts';

/** Factor for space above the highest value. */
const HEADROOM = 1.08;
/** A limit this many times higher than all values would flatten them: it is named, not drawn. */
const FAR_LIMIT = 3;
/** A value this many times higher than {@link NEARLY_ALL} of the values is cut off. */
const FAR_VALUE = 3;
const NEARLY_ALL = 0.97;

/**
 * Upper end of the value axis that charts side by side share: above all values and near limits. A
 * few outliers far above all other values are ignored: one outage would flatten a year.
 */
export function topOfBands(charts: readonly Pick<BandsChart, 'tracks' | 'limits'>[]): number {
  const values = charts.flatMap(({ tracks }) => highestTrack(tracks));
  const limits = charts.flatMap((chart) => chart.limits);

  return topOf(values, limits);
}

/** The same for stacked layers: above the highest sum. */
export function topOfStacks(charts: readonly Pick<StackChart, 'layers'>[]): number {
  return topOf(
    charts.flatMap(({ layers }) => sumsOf(layers)),
    [],
  );
}

/** Sum of all layers for each bucket that has a value. */
export function sumsOf(layers: StackChart['layers']): readonly number[] {
  const [first] = layers;
  if (first === undefined) return [];

  return first.values.flatMap((_, bucket) => {
    const values = layers.map(({ values: row }) => row[bucket] ?? null);
    return values.every((value) => value === null)
      ? []
      : [values.reduce((sum: number, value) => sum + (value ?? 0), 0)];
  });
}

/** Whether a limit is within an axis that ends at `top`. */
export function isInPicture({ value }: ChartLimit, top: number): boolean {
  return value <= top;
}

/** For each bucket, the value of its highest percentile. */
function highestTrack(tracks: BandsChart['tracks']): readonly number[] {
  const sorted = tracks.toSorted((one, other) => other.q - one.q);
  const length = sorted[0]?.values.length ?? 0;

  return Array.from({ length }, (_, bucket) => {
    const known = sorted.find(({ values }) => (values[bucket] ?? null) !== null);
    return known?.values[bucket] ?? null;
  }).filter((value) => value !== null);
}

function topOf(values: readonly number[], limits: readonly ChartLimit[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const highest = sorted.at(-1) ?? 0;
  const usual = sorted[Math.floor((sorted.length - 1) * NEARLY_ALL)] ?? highest;
  const shown = highest > usual * FAR_VALUE ? usual * 1.5 : highest;
  const near = limits.map(({ value }) => value).filter((limit) => isNear(limit, shown));

  return Math.max(shown, ...near) * HEADROOM || 1;
}

function isNear(limit: number, highest: number): boolean {
  return highest === 0 || limit <= highest * FAR_LIMIT;
}

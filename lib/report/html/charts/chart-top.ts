import type { BandsChart, ChartLimit, StackChart } from './chart-data.ts';

/** Room above the highest value. */
const HEADROOM = 1.08;
/** A limit this many times as high as all values would press them to the floor: it is only named. */
const FAR_LIMIT = 3;
/** So many times what nearly all values stay below is out of the picture. */
const FAR_VALUE = 3;
const NEARLY_ALL = 0.97;

/**
 * What the axis of charts that stand side by side ends at: above all values and near limits. A few
 * values that lie far above all others do not count: one outage would flatten a year.
 */
export function topOfBands(charts: readonly Pick<BandsChart, 'tracks' | 'limits'>[]): number {
  const values = charts.flatMap(({ tracks }) => highestTrack(tracks));
  const limits = charts.flatMap((chart) => chart.limits);

  return topOf(values, limits);
}

/** The same for layers: above the highest sum. */
export function topOfStacks(charts: readonly Pick<StackChart, 'layers'>[]): number {
  return topOf(
    charts.flatMap(({ layers }) => sumsOf(layers)),
    [],
  );
}

/** The sums of all layers in each bucket that has any. */
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

/** Whether a limit can be seen below a top. */
export function isInPicture({ value }: ChartLimit, top: number): boolean {
  return value <= top;
}

/** In each bucket the value of the greatest quantile that it has. */
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

import type { ChartData } from '../report/html/charts/chart-data.ts';
import type { Row } from './chart-rows.ts';

/** Room above the highest value. */
const HEADROOM = 1.06;
/** A limit this many times as high as all values is named at the edge, and not drawn to scale. */
const FAR = 3;

/** What the axis of values ends at; it begins at 0, or heights would not be proportions. */
export function topOf(chart: ChartData, rows: readonly Row[]): number {
  if (chart.top !== undefined) return chart.top;
  const highest = rows
    .flat()
    .reduce((top: number, value) => (value !== null && value > top ? value : top), 0);
  const limits = chart.kind === 'bands' ? chart.limits.map(({ value }) => value) : [];
  const near = limits.filter((limit) => highest === 0 || limit <= highest * FAR);

  return Math.max(highest, ...near) * HEADROOM || 1;
}

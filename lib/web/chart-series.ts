import type uPlot from 'uplot';
import type { ChartData } from '../report/html/charts/chart-data.ts';
import type { Row } from '../report/html/charts/chart-paths.ts';
import { type ChartRows, loneValues } from './chart-rows.ts';
import { type ChartTheme, faded } from './chart-theme.ts';

/** Line and fill of a row. */
export interface RowStyle {
  readonly line: string;
  readonly fill: string;
  readonly widthPx: number;
}

const MEDIAN = 0.5;
const THICK_PX = 2;
const THIN_PX = 1;
const LONE_POINT_PX = 4;

/** Styles of a chart's rows: one colour for all percentiles, one for each layer. */
export function rowStyles(chart: ChartData, theme: ChartTheme): readonly RowStyle[] {
  if (chart.kind === 'stack') {
    return chart.layers
      .map((_, index) => theme.layers[index % theme.layers.length] ?? theme.band)
      .map((colour) => ({ line: colour, fill: faded(colour, 0.7), widthPx: THIN_PX }))
      .toReversed();
  }

  return chart.tracks
    .toSorted((one, other) => other.q - one.q)
    .map(({ q }) => ({
      line: faded(theme.band, q === MEDIAN ? 1 : 0.65),
      fill: faded(theme.band, q > 0.9 ? 0.14 : 0.26),
      widthPx: q === MEDIAN ? THICK_PX : THIN_PX,
    }));
}

/** Series for the chart library; the first is time. */
export function plotSeries(chart: ChartData, rows: ChartRows, theme: ChartTheme): uPlot.Series[] {
  const series = rowStyles(chart, theme).map((style, index) => {
    return rowSeries(style, rows.names[index] ?? '', rows.rows[index] ?? []);
  });
  // The lowest layer is filled down to zero, all others to the row below.
  const lowest = series.at(-1);
  const fill = rowStyles(chart, theme).at(-1)?.fill;
  if (chart.kind === 'stack' && lowest !== undefined && fill !== undefined) lowest.fill = fill;

  return [{}, ...series];
}

function rowSeries({ line, widthPx }: RowStyle, label: string, row: Row): uPlot.Series {
  return {
    label,
    stroke: line,
    width: widthPx,
    points: {
      show: true,
      size: LONE_POINT_PX,
      fill: line,
      filter: () => [...loneValues(row)],
    },
  };
}

/** Fills between each row and the one below it. */
export function plotBands(chart: ChartData, theme: ChartTheme): uPlot.Band[] {
  return rowStyles(chart, theme)
    .slice(0, -1)
    .map(({ fill }, index) => ({ series: [index + 1, index + 2], fill }));
}

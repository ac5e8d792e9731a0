import uPlot from 'uplot';
import type { ChartData } from '../report/html/charts/chart-data.ts';
import { axisTimes } from './zone-times.ts';
import { drawIntervals, drawMarks } from './chart-marks.ts';
import type { ChartRows } from './chart-rows.ts';
import { plotBands, plotSeries } from './chart-series.ts';
import type { ChartTheme } from './chart-theme.ts';
import { tickLabels } from '../report/format/axis-ticks.ts';

/** Data, colours and size of a plot. */
export interface PlotParts {
  readonly chart: ChartData;
  readonly rows: ChartRows;
  readonly theme: ChartTheme;
  readonly timeZone: string;
  readonly size: { readonly width: number; readonly height: number };
}

/** Callbacks of a plot. */
export interface PlotEvents {
  /** The cursor moved to a bucket; null: it left the plot. */
  pointed(index: number | null): void;
  /** A time range was selected by dragging. */
  selected(fromMs: number, toMs: number): void;
  /** Double click: show the whole range. */
  unzoomed(): void;
}

const AXIS_FONT_PX = 12;
const AXIS_GAP_PX = 14;
const ONE_LINE_PX = 30;
const TWO_LINES_PX = 46;
const MIN_DRAG_PX = 5;
const VALUE_TICK_SPACE_PX = 36;
const TIME_TICK_SPACE_PX = 64;

/** Draws an interactive plot into an element. */
export function plotOf(parts: PlotParts, events: PlotEvents, into: HTMLElement): uPlot {
  const { chart, rows, theme, size } = parts;
  const [startMs, endMs] = edgesOf(chart);

  return new uPlot(
    {
      ...size,
      ms: 1,
      legend: { show: false },
      scales: {
        x: { time: true, min: startMs, max: endMs, range: (_, from, to) => [from, to] },
        y: { range: [0, chart.top] },
      },
      series: plotSeries(chart, rows, theme),
      bands: plotBands(chart, theme),
      axes: axesOf(parts),
      cursor: cursorOf(events),
      hooks: {
        drawClear: [(plot) => drawIntervals(plot, chart, theme)],
        draw: [(plot) => drawMarks(plot, chart, theme)],
        setCursor: [(plot) => events.pointed(plot.cursor.idx ?? null)],
        setSelect: [(plot) => reportSelection(plot, events)],
      },
    },
    [[...rows.middles], ...rows.rows.map((row) => [...row])],
    into,
  );
}

/** Start and end of a chart's time axis. */
export function edgesOf({ grid }: ChartData): readonly [number, number] {
  return [grid.fromMs, grid.toMs];
}

function reportSelection(plot: uPlot, events: PlotEvents): void {
  const { left, width } = plot.select;
  if (width < MIN_DRAG_PX) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  events.selected(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
}

function cursorOf(events: PlotEvents): uPlot.Cursor {
  return {
    y: false,
    drag: { x: true, y: false, setScale: false, dist: MIN_DRAG_PX },
    bind: {
      dblclick: () => () => {
        events.unzoomed();
        return null;
      },
    },
  };
}

function axesOf({ chart, theme, timeZone }: PlotParts): uPlot.Axis[] {
  const font = `${AXIS_FONT_PX}px ${theme.font}`;
  const common = {
    font,
    stroke: theme.text,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { stroke: theme.grid, width: 1 },
  };

  return [
    {
      ...common,
      grid: { show: false },
      space: TIME_TICK_SPACE_PX,
      size: (_, values) => (isTwoLines(values ?? []) ? TWO_LINES_PX : ONE_LINE_PX),
      values: (_, ticks) => [...axisTimes(ticks, timeZone)],
    },
    {
      ...common,
      space: VALUE_TICK_SPACE_PX,
      size: (plot, values) => widthOf(values ?? [], plot.ctx, font),
      values: (_, ticks) => [...tickLabels(ticks, chart.unit)],
    },
  ];
}

function isTwoLines(values: readonly (string | null)[]): boolean {
  return values.some((value) => value?.includes('\n') === true);
}

/** Width of an axis whose labels are measured in their font. */
function widthOf(
  values: readonly string[],
  context: CanvasRenderingContext2D,
  font: string,
): number {
  context.save();
  context.font = font;
  const widest = Math.max(0, ...values.map((value) => context.measureText(value).width));
  context.restore();

  return AXIS_GAP_PX + Math.ceil(widest);
}

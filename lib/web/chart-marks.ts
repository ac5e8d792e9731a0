import uPlot from 'uplot';
import type { ChartData, ChartMark } from '../report/html/charts/chart-data.ts';
import { type ChartTheme, faded } from './chart-theme.ts';

const FLAG_PX = 7;
const LABEL_PX = 11;
const LABEL_GAP_PX = 4;
const DASH_PX = [5, 4];

/** Shades the intervals of change points, behind the rows. */
export function drawIntervals(plot: uPlot, chart: ChartData, theme: ChartTheme): void {
  clipped(plot, (context) => {
    context.fillStyle = faded(theme.change, 0.16);
    for (const { kind, fromMs, toMs } of chart.marks) {
      if (kind !== 'change') continue;
      const from = plot.valToPos(fromMs, 'x', true);
      context.fillRect(
        from,
        plot.bbox.top,
        plot.valToPos(toMs, 'x', true) - from,
        plot.bbox.height,
      );
    }
  });
}

/** Draws limits with their labels, and lines at marks, above the rows. */
export function drawMarks(plot: uPlot, chart: ChartData, theme: ChartTheme): void {
  clipped(plot, (context) => {
    for (const mark of chart.marks) drawMoment(plot, mark, theme);
    if (chart.kind !== 'bands') return;
    context.font = `${LABEL_PX * uPlot.pxRatio}px ${theme.font}`;
    for (const { value, label } of chart.limits) {
      drawLimit(plot, { value, label }, theme);
    }
  });
}

function drawMoment(plot: uPlot, { kind, atMs }: ChartMark, theme: ChartTheme): void {
  const { ctx: context, bbox } = plot;
  const x = Math.round(plot.valToPos(atMs, 'x', true));
  const colour = kind === 'change' ? theme.change : theme.deploy;
  line(context, { colour, dash: kind === 'change' ? [] : DASH_PX }, [
    [x, bbox.top],
    [x, bbox.top + bbox.height],
  ]);
  if (kind === 'change') return;
  const size = FLAG_PX * uPlot.pxRatio;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, bbox.top);
  context.lineTo(x + size, bbox.top + size / 2);
  context.lineTo(x, bbox.top + size);
  context.fill();
}

function drawLimit(
  plot: uPlot,
  { value, label }: { readonly value: number; readonly label: string },
  theme: ChartTheme,
): void {
  const { ctx: context, bbox } = plot;
  const gap = LABEL_GAP_PX * uPlot.pxRatio;
  const y = Math.round(plot.valToPos(value, 'y', true));
  const isAbove = y < bbox.top;
  const right = bbox.left + bbox.width;
  line(context, { colour: theme.limit, dash: DASH_PX }, [
    [bbox.left, y],
    [right, y],
  ]);
  context.fillStyle = theme.limit;
  context.textAlign = 'right';
  const hasRoomAbove = y - bbox.top > (LABEL_PX + LABEL_GAP_PX) * uPlot.pxRatio;
  context.textBaseline = hasRoomAbove ? 'bottom' : 'top';
  if (isAbove) context.fillText(`${label} ↑`, right - gap, bbox.top + gap);
  else context.fillText(label, right - gap, hasRoomAbove ? y - gap / 2 : y + gap / 2);
}

function line(
  context: CanvasRenderingContext2D,
  { colour, dash }: { readonly colour: string; readonly dash: readonly number[] },
  [[x, y], [toX, toY]]: readonly [readonly [number, number], readonly [number, number]],
): void {
  context.strokeStyle = colour;
  context.lineWidth = uPlot.pxRatio;
  context.setLineDash(dash.map((px) => px * uPlot.pxRatio));
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.stroke();
}

function clipped(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
  const { ctx: context, bbox } = plot;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  draw(context);
  context.restore();
}

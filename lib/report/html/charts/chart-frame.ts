import type { Grid } from '../../../core/dashboard/journey/journey-page.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { ChartData, ChartLimit, ChartMark } from './chart-data.ts';
import { coordinate, type Plane, yOf } from './chart-paths.ts';
import { timeTicks, valueTicks } from '../../format/axis-ticks.ts';
import { isInPicture } from './chart-top.ts';
import { dataBlock, type Html, html, type HtmlValue } from '../parts/html.ts';

/**
 * Width of a bucket in SVG units; the plot is stretched to the available width. Middles of buckets
 * are whole numbers, which makes paths shorter.
 */
const BUCKET_WIDTH = 2;
/** Space below the plot for labels of the time axis. */
const AXIS_HEIGHT = 20;
/** Space above the plot for flags. */
const FLAG_HEIGHT = 10;
const DEFAULT_HEIGHT = 150;

/** Caption, text alternative and data of a chart. */
export interface FigureParts {
  /** Unique in the document; also `data-chart`. */
  readonly id: string;
  readonly caption: HtmlValue;
  /** Text alternative of the picture. */
  readonly label: string;
  readonly chart: ChartData;
  /** Height of the plot in pixels. */
  readonly height?: number;
  /** True: no script runs, so the chart's data is not embedded. */
  readonly isStatic?: boolean;
}

/** Coordinate system of a figure's plot. */
export function planeOf({ chart, height = DEFAULT_HEIGHT }: FigureParts): Plane {
  const { startMs, stepMs, length, fromMs, toMs } = chart.grid;
  const missing = {
    first: (fromMs - startMs) / stepMs,
    last: (startMs + length * stepMs - toMs) / stepMs,
  };
  const width = (length - missing.first - missing.last) * BUCKET_WIDTH;

  return { buckets: length, missing, width, height, top: chart.top };
}

/**
 * A chart over time: `figure.chart` with caption, static SVG, and the data for the script that makes
 * it interactive. `plot` uses the coordinates of {@link planeOf}; `above` is drawn over it.
 */
export function chartFigure(
  parts: FigureParts,
  { plot, above = null }: { readonly plot: HtmlValue; readonly above?: HtmlValue },
): Html {
  const { id, caption, label, chart } = parts;
  const plane = planeOf(parts);
  const limits = chart.kind === 'bands' ? chart.limits : [];

  return html`<figure class="chart" data-chart="${id}">
    <figcaption>${caption}</figcaption>
    <div class="chart-picture">
      <svg
        class="chart-svg"
        role="img"
        aria-label="${label}"
        width="100%"
        height="${plane.height + AXIS_HEIGHT + FLAG_HEIGHT}"
      >
        <svg class="chart-field" y="${FLAG_HEIGHT}" overflow="visible">
          ${valueAxis(chart.unit, plane)}${timeAxis(chart.grid, plane)}${spansOf(chart, plane)}
          <svg
            class="chart-plot"
            width="100%"
            height="${plane.height}"
            viewBox="0 0 ${coordinate(plane.width)} ${plane.height}"
            preserveAspectRatio="none"
          >
            ${plot}
          </svg>
          ${limits.map((limit) => limitLine(limit, plane))}
          ${chart.marks.map((mark) => markFlag(mark, chart.grid, plane))}${above}
        </svg>
      </svg>
    </div>
    ${parts.isStatic === true ? null : dataBlock(`${id}-data`, chart)}
  </figure>`;
}

/** Position of an instant on the time axis, limited to its ends: `37.5%`. */
export function axisPercent(atMs: number, { fromMs, toMs }: Grid): string {
  const share = (atMs - fromMs) / (toMs - fromMs);

  return `${coordinate(Math.min(1, Math.max(0, share)) * 100)}%`;
}

/** Whether an instant is between the ends of the time axis. */
export function isOnAxis(atMs: number, { fromMs, toMs }: Grid): boolean {
  return atMs >= fromMs && atMs <= toMs;
}

function valueAxis(unit: MetricUnit, plane: Plane): readonly Html[] {
  return valueTicks(plane.top, unit).map(({ at, label }) => {
    const y = coordinate(yOf(at, plane));
    return html`<line class="grid" x2="100%" y1="${y}" y2="${y}" /><text
        class="tick is-value"
        x="-6"
        y="${y}"
        dy=".32em"
      >
        ${label}
      </text>`;
  });
}

function timeAxis(grid: Grid, { height }: Plane): readonly Html[] {
  return timeTicks(grid.fromMs, grid.toMs).map(({ at, label }) => {
    const x = axisPercent(at, grid);
    return html`<line class="grid is-time" x1="${x}" x2="${x}" y2="${height}" /><text
        class="tick is-time${edgeClass(x)}"
        x="${x}"
        y="${height + 14}"
      >
        ${label}
      </text>`;
  });
}

/** Labels near the edges are aligned to stay inside. */
function edgeClass(x: string): string {
  const percent = Number.parseFloat(x);
  if (percent < 4) return ' is-first';

  return percent > 96 ? ' is-last' : '';
}

/** Shades the intervals in which change points lie. */
function spansOf({ marks, grid }: ChartData, { height }: Plane): readonly Html[] {
  return marks
    .filter(({ kind, fromMs, toMs }) => kind === 'change' && toMs > fromMs)
    .map(({ fromMs, toMs }) => {
      const [from, to] = [axisPercent(fromMs, grid), axisPercent(toMs, grid)];
      const width = coordinate(Number.parseFloat(to) - Number.parseFloat(from));
      return html`<rect class="flag-span" x="${from}" width="${width}%" height="${height}" />`;
    });
}

function limitLine(limit: ChartLimit, plane: Plane): Html | null {
  if (!isInPicture(limit, plane.top)) return null;
  const y = coordinate(yOf(limit.value, plane));

  return html`<line class="limit" x2="100%" y1="${y}" y2="${y}" /><text
      class="limit-label"
      x="100%"
      y="${y}"
      dy="-4"
    >
      ${limit.label}
    </text>`;
}

function markFlag({ kind, atMs, label }: ChartMark, grid: Grid, { height }: Plane): Html | null {
  if (!isOnAxis(atMs, grid)) return null;

  return html`<svg class="flag is-${kind}" x="${axisPercent(atMs, grid)}" overflow="visible">
    <title>${label}</title>
    <path class="flag-line" d="M0-${FLAG_HEIGHT}V${height}" />
    <path class="flag-head" d="${FLAG_SHAPES[kind]}" />
  </svg>`;
}

/** One shape for each kind, so that flags do not rely on colour alone. */
const FLAG_SHAPES: Readonly<Record<ChartMark['kind'], string>> = {
  change: 'M-4.5-10h9L0-3z',
  deploy: 'M0-10h8l-2.5 3.5L8-3H0z',
  note: 'M0-10h7v7H0z',
};

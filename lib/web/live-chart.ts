import type uPlot from 'uplot';
import type { PageRange } from '../core/dashboard/page-frame.ts';
import type { ChartData } from '../report/html/charts/chart-data.ts';
import type { ChartGroup, ChartMember } from './chart-group.ts';
import { chartMove } from './chart-keys.ts';
import { edgesOf, plotOf } from './chart-plot.ts';
import { readingAt, TOTAL } from './chart-reading.ts';
import { type Readout, readoutOf } from './chart-readout.ts';
import { bucketAt, type ChartRows, rowsOf, wholeBuckets } from './chart-rows.ts';
import { rowStyles } from './chart-series.ts';
import { themeOf } from './chart-theme.ts';
import { element } from './elements.ts';
import { zoomBar } from './zoom-bar.ts';

/** Settings of one chart. */
export interface ChartSetting {
  readonly group: ChartGroup;
  readonly timeZone: string;
  /** What it shows, for screen readers. */
  readonly label: string;
  readonly heightPx: number;
}

const HINT = 'Hover or use the arrow keys to read values; drag to zoom.';

/** An interactive chart with cursor, read-out and zoom, which replaces the static one. */
export class LiveChart implements ChartMember {
  readonly element: HTMLElement;
  #chart: ChartData;
  #rows: ChartRows;
  readonly #setting: ChartSetting;
  readonly #canvas: HTMLElement;
  #readout: Readout;
  readonly #zoomBar;
  readonly #resized: ResizeObserver;
  #plot: uPlot | null = null;
  #index: number | null = null;
  #zoom: PageRange | null = null;

  constructor(chart: ChartData, setting: ChartSetting) {
    this.#chart = chart;
    this.#rows = rowsOf(chart);
    this.#setting = setting;
    this.#readout = readoutOf(lineNames(chart), HINT);
    this.#zoomBar = zoomBar(setting.timeZone, () => setting.group.zoom(null, this));
    this.#canvas = element('div', {
      className: 'chart-canvas',
      attributes: {
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'chart',
        'aria-label': `${setting.label}. Arrow keys move from value to value, plus and minus zoom.`,
      },
    });
    this.#canvas.addEventListener('keydown', (event) => this.#pressed(event));
    this.element = element('div', {
      className: 'chart-live',
      children: [this.#canvas, this.#readout.element, this.#zoomBar.element],
    });
    this.#resized = new ResizeObserver(() => this.#fit());
  }

  /** Draws or redraws the chart; its element must be in the document. */
  draw(): void {
    const plot = this.#plot;
    const theme = themeOf(this.element);
    plot?.destroy();
    this.#plot = plotOf(
      {
        chart: this.#chart,
        rows: this.#rows,
        theme,
        timeZone: this.#setting.timeZone,
        size: this.#size(),
      },
      {
        pointed: (index) => this.#pointed(index),
        selected: (fromMs, toMs) =>
          this.#setting.group.zoom(wholeBuckets(this.#chart.grid, fromMs, toMs), this),
        unzoomed: () => this.#setting.group.zoom(null, this),
      },
      this.#canvas,
    );
    this.#readout.paint(rowStyles(this.#chart, theme));
    if (this.#zoom !== null) this.#scale();
    if (plot === null) {
      this.#setting.group.join(this);
      this.#resized.observe(this.#canvas);
    }
  }

  /** Shows other data and keeps the zoom. */
  update(chart: ChartData): void {
    const before = this.#readout.element;
    this.#chart = chart;
    this.#rows = rowsOf(chart);
    this.#readout = readoutOf(lineNames(chart), HINT);
    before.replaceWith(this.#readout.element);
    this.#index = null;
    this.draw();
  }

  /** Leaves the group and removes all listeners. */
  destroy(): void {
    this.#setting.group.leave(this);
    this.#resized.disconnect();
    this.#plot?.destroy();
  }

  point(atMs: number | null): void {
    this.#pointAt(atMs === null ? null : bucketAt(this.#chart.grid, atMs));
  }

  zoom(range: PageRange | null, isOwn: boolean): void {
    this.#zoom = range;
    this.#zoomBar.show(isOwn ? range : null);
    this.#scale();
  }

  #scale(): void {
    const range = this.#zoom;
    const [min, max] = range === null ? edgesOf(this.#chart) : [range.fromMs, range.toMs];
    this.#plot?.setScale('x', { min, max });
  }

  #pointAt(index: number | null): void {
    const middle = index === null ? undefined : this.#rows.middles[index];
    const left = middle === undefined ? -1 : (this.#plot?.valToPos(middle, 'x') ?? -1);
    this.#plot?.setCursor({ left, top: middle === undefined ? -1 : 1 });
  }

  #pointed(index: number | null): void {
    if (index === this.#index) return;
    this.#index = index;
    const { timeZone, group } = this.#setting;
    this.#readout.show(index === null ? null : readingAt(this.#chart, index, timeZone));
    group.point(index === null ? null : (this.#rows.middles[index] ?? null), this);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = chartMove(event.key, {
      grid: this.#chart.grid,
      index: this.#index,
      zoom: this.#zoom,
    });
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'zoom') {
      this.#setting.group.zoom(move.zoom, this);
      return;
    }
    this.#pointAt(move.index);
    this.#readout.announce(readingAt(this.#chart, move.index, this.#setting.timeZone));
  }

  #fit(): void {
    const { width, height } = this.#size();
    if (width > 0 && width !== this.#plot?.width) this.#plot?.setSize({ width, height });
  }

  #size(): { readonly width: number; readonly height: number } {
    return { width: this.#canvas.clientWidth, height: this.#setting.heightPx };
  }
}

function lineNames(chart: ChartData): readonly string[] {
  const { names } = rowsOf(chart);

  return chart.kind === 'stack' ? [...names, TOTAL] : names;
}

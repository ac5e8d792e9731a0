import type { ChartData, ChartMark } from '../report/html/charts/chart-data.ts';
import { chartGroup } from './chart-group.ts';
import { LiveChart } from './live-chart.ts';
import { cleanText } from '../report/format/terminal-text.ts';

/** A drawn chart and the JSON that it was drawn from. */
interface DrawnChart {
  readonly live: LiveChart;
  data: string;
}

/** Charts are drawn when they are this close to the visible part of the page. */
const AHEAD = '240px 0px';
const DEFAULT_HEIGHT_PX = 220;

/** Replaces a page's static charts by interactive ones as they come near the visible part. A chart whose data cannot be read stays static. */
export class PageCharts {
  readonly #timeZone: string;
  readonly #group = chartGroup();
  readonly #drawn = new Map<Element, DrawnChart>();
  readonly #near: IntersectionObserver;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
    this.#near = new IntersectionObserver((entries) => this.#cameNear(entries), {
      rootMargin: AHEAD,
    });
    // Colours come from the stylesheet, which has others for the dark scheme.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const { live } of this.#drawn.values()) live.draw();
    });
    this.refresh();
  }

  /** Finds charts that were added, changed or removed since the last call. */
  refresh(): void {
    for (const [figure, chart] of this.#drawn) {
      if (figure.isConnected) update(figure, chart);
      else {
        chart.live.destroy();
        this.#drawn.delete(figure);
      }
    }
    for (const figure of document.querySelectorAll('figure.chart[data-chart]')) {
      if (!this.#drawn.has(figure)) this.#near.observe(figure);
    }
  }

  #cameNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.#near.unobserve(target);
      this.#draw(target);
    }
  }

  #draw(figure: Element): void {
    const picture = figure.querySelector<HTMLElement>('.chart-picture');
    const chart = chartOf(figure);
    if (picture === null || chart === null) return;
    const live = new LiveChart(chart, {
      group: this.#group,
      timeZone: this.#timeZone,
      label: figure.querySelector('figcaption')?.textContent?.trim() ?? 'Chart',
      heightPx: picture.clientHeight > 0 ? picture.clientHeight : DEFAULT_HEIGHT_PX,
    });
    picture.replaceChildren(live.element);
    picture.dataset['drawn'] = '';
    this.#drawn.set(figure, { live, data: dataOf(figure) });
    live.draw();
  }
}

function update(figure: Element, chart: DrawnChart): void {
  const data = dataOf(figure);
  const next = data === chart.data ? null : chartOf(figure);
  chart.data = data;
  if (next !== null) chart.live.update(next);
}

/** Data of a chart; null: none, or none with buckets. */
function chartOf(figure: Element): ChartData | null {
  try {
    const chart: ChartData | null = JSON.parse(dataOf(figure));

    return chart !== null && chart.grid.length > 0 ? cleanChart(chart) : null;
  } catch {
    // The static chart stays.
    return null;
  }
}

function dataOf(figure: Element): string {
  return figure.querySelector('script[type="application/json"]')?.textContent ?? 'null';
}

/** A chart without control and bidirectional characters in its texts, which are of unknown origin. */
export function cleanChart(chart: ChartData): ChartData {
  const marks = chart.marks.map(clean<ChartMark>);

  return chart.kind === 'bands'
    ? { ...chart, marks, limits: chart.limits.map(clean) }
    : {
        ...chart,
        marks,
        layers: chart.layers.map((layer) => ({ ...layer, name: cleanText(layer.name) })),
      };
}

function clean<Labelled extends { readonly label: string }>(labelled: Labelled): Labelled {
  return { ...labelled, label: cleanText(labelled.label) };
}

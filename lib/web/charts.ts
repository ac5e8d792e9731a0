import type { ChartData, ChartMark } from '../report/html/charts/chart-data.ts';
import { chartGroup } from './chart-group.ts';
import { LiveChart } from './live-chart.ts';
import { cleanText } from '../report/format/terminal-text.ts';

/** A chart that was drawn, and from which data. */
interface DrawnChart {
  readonly live: LiveChart;
  data: string;
}

/** How far beyond the visible part a chart is drawn already. */
const AHEAD = '240px 0px';
const DEFAULT_HEIGHT_PX = 220;

/** Makes charts of a page's pictures as they come near; of what cannot be read, the picture stays. */
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
    // Colours are the stylesheet's, which has others in the dark.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const { live } of this.#drawn.values()) live.draw();
    });
    this.refresh();
  }

  /** Looks for charts that came, changed or went since. */
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

/** The data of a chart; null: none that has anything to draw. */
function chartOf(figure: Element): ChartData | null {
  try {
    const chart: ChartData | null = JSON.parse(dataOf(figure));

    return chart !== null && chart.grid.length > 0 ? cleanChart(chart) : null;
  } catch {
    // The picture stays.
    return null;
  }
}

function dataOf(figure: Element): string {
  return figure.querySelector('script[type="application/json"]')?.textContent ?? 'null';
}

/** A chart whose texts, which are of unknown origin, neither hide nor run backwards. */
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

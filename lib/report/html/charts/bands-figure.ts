import { bucketMiddle } from '../../../core/dashboard/journey/page-grid.ts';
import type { BandsChart } from './chart-data.ts';
import { chartFigure, type FigureParts, axisPercent, planeOf } from './chart-frame.ts';
import { bandPath, coordinate, linePath, type Plane } from './chart-paths.ts';
import { isInPicture } from './chart-top.ts';
import { type Html, html } from '../parts/html.ts';
import { formatCount } from '../../format/count.ts';
import { formatDay } from '../../format/instant.ts';
import { formatMetric } from '../../format/metric.ts';
import { formatPercentileName } from '../../format/number.ts';

/** Parts of a figure with percentile bands. */
export interface BandsParts extends Omit<FigureParts, 'label'> {
  readonly chart: BandsChart;
  /** What the percentiles show, for screen readers: `duration in eu-west-1`. */
  readonly subject: string;
}

const MEDIAN = 0.5;

/**
 * Percentiles over time: the median as a line, and a band up to each higher percentile, each paler
 * than the one below. Buckets without enough data are gaps.
 */
export function bandsFigure(parts: BandsParts): Html {
  const { chart, subject } = parts;
  const figure = { ...parts, label: bandsLabel(chart, subject) };
  const plane = planeOf(figure);
  const tracks = chart.tracks.toSorted((one, other) => one.q - other.q);
  const bands = tracks.slice(1).map(({ q, values }, index) => {
    const path = bandPath(values, tracks[index]?.values ?? [], plane);
    return html`<path class="chart-band is-${formatPercentileName(q)}" d="${path}" />`;
  });
  const median = tracks.find(({ q }) => q === MEDIAN) ?? tracks[0];
  const line =
    median && html`<path class="line is-median" d="${linePath(median.values, plane)}" />`;

  return chartFigure(figure, {
    plot: html`${bands.toReversed()}${line}`,
    above: html`${farLimits(chart)}${highestOutside(chart, plane)}`,
  });
}

/** Limits above the axis are named at the upper edge. */
function farLimits({ limits, top }: BandsChart): Html | null {
  const far = limits.filter((limit) => !isInPicture(limit, top));
  if (far.length === 0) return null;

  return html`<text class="limit-label" x="100%" y="9">
    ${far.map(({ label }) => label).join(', ')} ↑
  </text>`;
}

/** Label of the highest value above the axis, at its time. */
function highestOutside({ tracks, grid, unit }: BandsChart, plane: Plane): Html | null {
  const values = tracks.toSorted((one, other) => other.q - one.q)[0]?.values ?? [];
  const highest = values.reduce((top: number, value) => Math.max(top, value ?? 0), 0);
  if (highest <= plane.top) return null;
  const bucket = values.indexOf(highest);
  const x = axisPercent(bucketMiddle(grid, bucket), grid);
  const side = Number.parseFloat(x) > 70 ? 'is-left' : 'is-right';

  return html`<text
    class="outside ${side}"
    x="${x}"
    y="${coordinate(9)}"
    dx="${side === 'is-left' ? -3 : 3}"
  >
    ↑ ${formatMetric(highest, unit)}
  </text>`;
}

/** Text alternative of a chart of percentiles. */
function bandsLabel({ tracks, grid, unit, limits, marks, n }: BandsChart, subject: string): string {
  const { fromMs, toMs } = grid;
  const values = tracks.map((track) => {
    const known = track.values.filter((value) => value !== null);
    const last = known.at(-1);
    return last === undefined
      ? `${formatPercentileName(track.q)} does not have enough data`
      : `${formatPercentileName(track.q)} between ${formatMetric(Math.min(...known), unit)} and ${formatMetric(Math.max(...known), unit)}, last ${formatMetric(last, unit)}`;
  });
  const total = n.reduce((sum, count) => sum + count, 0);

  return [
    `${subject}, ${formatDay(fromMs, toMs)} to ${formatDay(toMs, toMs)}, ${formatCount(total, 'value')}: ${values.join('; ')}`,
    ...limits.map(({ label }) => label),
    ...marks.filter(({ kind }) => kind === 'change').map(({ label }) => label),
  ].join('. ');
}

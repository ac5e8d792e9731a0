import { bucketSpan } from '../core/dashboard/journey/page-grid.ts';
import type { QuantileTrack } from '../core/dashboard/journey/journey-page.ts';
import type {
  BandsChart,
  ChartData,
  ChartMark,
  StackChart,
} from '../report/html/charts/chart-data.ts';
import type { MetricUnit } from '../core/rollup/metric.ts';
import { formatPercentileName } from '../report/format/number.ts';
import { zoneSpan, type ZoneTime } from './zone-times.ts';
import { formatCount } from '../report/format/count.ts';
import { formatConfidence } from '../report/format/confidence-interval.ts';
import { formatBounds, formatMetric } from '../report/format/metric.ts';
import { CONFIDENCE } from '../core/stats/levels.ts';

/** Formatted value of a row in a bucket; `value` null: not enough data. */
export interface ReadingLine {
  readonly name: string;
  readonly value: string | null;
  /** `95% CI: 110 to 130 ms`; null: none. */
  readonly interval: string | null;
}

/** Name of the sum of all layers. */
export const TOTAL = 'total';

/** Time, values, counts and marks of one bucket. */
export interface Reading {
  readonly time: ZoneTime;
  /** The top row first. */
  readonly lines: readonly ReadingLine[];
  /** `12 values, 1 timed out`. */
  readonly count: string;
  /** Labels of marks in the bucket. */
  readonly marks: readonly string[];
}

/** Reads one bucket of a chart, with its time in a time zone. */
export function readingAt(chart: ChartData, index: number, timeZone: string): Reading {
  const { fromMs, toMs } = bucketSpan(chart.grid, index);

  return {
    time: zoneSpan(fromMs, toMs, timeZone),
    lines: chart.kind === 'bands' ? trackLines(chart, index) : layerLines(chart, index),
    count: countAt(chart, index),
    marks: chart.marks.filter((mark) => touches(mark, fromMs, toMs)).map(({ label }) => label),
  };
}

/** A reading as one sentence, for screen readers. */
export function spokenReading({ time, lines, count, marks }: Reading): string {
  const values = lines.map(({ name, value, interval }) =>
    value === null
      ? `${name}: not enough data`
      : `${name} ${value}${interval === null ? '' : ` (${interval})`}`,
  );
  const utc = time.utc === null ? '' : ` (${time.utc})`;

  return `${[`${time.local}${utc}`, ...values, count, ...marks].join('; ')}.`;
}

function trackLines(chart: BandsChart, index: number): readonly ReadingLine[] {
  return chart.tracks
    .toSorted((one, other) => other.q - one.q)
    .map((track) => {
      const value = track.values[index] ?? null;

      return {
        name: formatPercentileName(track.q),
        value: value === null ? null : formatMetric(value, chart.unit),
        interval: value === null ? null : intervalAt(track, index, chart.unit),
      };
    });
}

function intervalAt(track: QuantileTrack, index: number, unit: MetricUnit): string | null {
  const [low, high] = [track.low[index] ?? null, track.high[index] ?? null];
  if (low === null && high === null) return null;

  return `${formatConfidence(CONFIDENCE)}: ${formatBounds({ low, high }, unit)}`;
}

function layerLines(chart: StackChart, index: number): readonly ReadingLine[] {
  const layers = chart.layers.toReversed();
  const known = layers.flatMap(({ values }) => values[index] ?? []);
  const sum = known.reduce((total, value) => total + value, 0);

  return [
    ...layers.map(({ name, values }) => lineOf(name, values[index] ?? null, chart.unit)),
    lineOf(TOTAL, known.length === 0 ? null : sum, chart.unit),
  ];
}

function lineOf(name: string, value: number | null, unit: MetricUnit): ReadingLine {
  return { name, value: value === null ? null : formatMetric(value, unit), interval: null };
}

function countAt(chart: ChartData, index: number): string {
  const n = chart.n[index] ?? 0;
  const cut = chart.kind === 'bands' ? (chart.censored[index] ?? 0) : 0;
  const noun = chart.kind === 'bands' ? 'value' : 'timed run';
  const count = n === 0 ? `no ${noun}s` : formatCount(n, noun);

  return cut === 0 ? count : `${count}, ${cut} timed out`;
}

function touches({ fromMs, toMs }: ChartMark, startMs: number, endMs: number): boolean {
  return fromMs === toMs ? fromMs >= startMs && fromMs < endMs : fromMs < endMs && toMs > startMs;
}

import { bucketSpan } from '../../../core/dashboard/journey/page-grid.ts';
import type {
  JourneyPage,
  JourneyRegion,
  QuantileBands,
  StepStack,
} from '../../../core/dashboard/journey/journey-page.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { Finding } from '../../../core/trends/finding.ts';
import { describeSubject } from '../../format/describe-finding.ts';
import { bandsFigure } from '../charts/bands-figure.ts';
import type { BandsChart, ChartLimit, ChartMark, StackChart } from '../charts/chart-data.ts';
import { topOfBands, topOfStacks } from '../charts/chart-top.ts';
import { type Html, html } from '../parts/html.ts';
import { layerLegend, mergedLayers, stackFigure } from '../charts/stack-figure.ts';
import type { PageContext } from '../parts/html-page.ts';
import { emptyState, name } from '../parts/texts.ts';
import type { Row } from '../charts/chart-paths.ts';
import { formatExactDuration } from '../../format/duration.ts';
import { formatLimit, formatMetric } from '../../format/metric.ts';
import { formatPercentileName } from '../../format/number.ts';

/** Length of a note's text at its flag; the list of notes has all of it. */
const MAX_LABEL_CHARACTERS = 160;

/** A region with the value that its chart shows. */
interface Drawn<Value> {
  readonly region: JourneyRegion;
  readonly value: Value;
}

/** One chart of the selected metric's percentiles for each region, all with the same value axis. */
export function bandsMultiples(page: JourneyPage, context: PageContext): Html {
  const drawn = drawnOf(page.regions, ({ bands }) => bands);
  if (drawn.length === 0) {
    return emptyState(
      `No timed run in this period has a value for ${page.metric}.`,
      'Choose a longer range or another metric. Excluded: runs on demand, runs that did not pass, and runs whose instrument was off.',
    );
  }
  const charts = drawn.map(({ region, value }) => bandsChart(page, region.region, value));
  const top = topOfBands(charts);

  return html`<div class="multiples">
    ${charts.map((chart, index) => {
      const region = drawn[index]?.region.region ?? '';
      return bandsFigure({
        id: `${context.idPrefix}bands-${index + 1}`,
        caption: html`<b>${name(region)}</b> ${latestValues(chart)}`,
        subject: `${page.metric} in ${region}`,
        chart: { ...chart, top },
        isStatic: context.isStatic === true,
      });
    })}
  </div>`;
}

/** One stacked chart of mean step durations for each region; null: no step was timed. */
export function stepMultiples(page: JourneyPage, context: PageContext): Html | null {
  const drawn = drawnOf(page.regions, ({ steps }) => steps);
  const merged = mergedLayers(drawn.map(({ value }) => value));
  if (merged.names.length === 0) return null;
  const charts = drawn.map(({ value }, index) =>
    stackChart(value, merged.layers[index] ?? [], noteMarks(page)),
  );
  const top = topOfStacks(charts);

  return html`${layerLegend(merged.names)}
    <div class="multiples">
      ${charts.map((chart, index) => {
        const region = drawn[index]?.region.region ?? '';
        return stackFigure({
          id: `${context.idPrefix}steps-${index + 1}`,
          caption: html`<b>${name(region)}</b>`,
          subject: `mean step durations in ${region}`,
          chart: { ...chart, top },
          isStatic: context.isStatic === true,
        });
      })}
    </div>`;
}

/** Whether any run in any region has timed steps. */
export function hasSteps({ regions }: JourneyPage): boolean {
  return regions.some(
    ({ steps }) => steps !== null && steps.layers.some(({ step }) => step !== null),
  );
}

function drawnOf<Value>(
  regions: readonly JourneyRegion[],
  valueOf: (region: JourneyRegion) => Value | null,
): readonly Drawn<Value>[] {
  return regions.flatMap((region) => {
    const value = valueOf(region);
    return value === null ? [] : [{ region, value }];
  });
}

function bandsChart(
  page: JourneyPage,
  region: string,
  bands: QuantileBands,
): Omit<BandsChart, 'top'> {
  return {
    kind: 'bands',
    unit: bands.unit,
    grid: bands.grid,
    n: bands.n,
    censored: bands.censored,
    tracks: roundedTracks(bands.tracks),
    limits: page.limits.map(({ statistic, max }) => limitOf(statistic, max, bands.unit)),
    marks: [...changeMarks(page, region), ...noteMarks(page)],
  };
}

function limitOf(statistic: string, max: number, unit: MetricUnit): ChartLimit {
  return { value: max, label: `${statistic} budget ${formatLimit(max, unit)}` };
}

function stackChart(
  { grid, n }: StepStack,
  layers: StackChart['layers'],
  marks: readonly ChartMark[],
): Omit<StackChart, 'top'> {
  return {
    kind: 'stack',
    unit: 'ms',
    grid,
    n,
    layers: layers.map(({ name: layer, values }) => ({ name: layer, values: roundedRow(values) })),
    marks,
  };
}

/** Open change points of the selected metric in a region. */
function changeMarks({ findings, metric }: JourneyPage, region: string): readonly ChartMark[] {
  return findings
    .filter((finding) => finding.region === region && finding.metric === metric)
    .flatMap((finding) => changeMark(finding));
}

function changeMark(finding: Finding): readonly ChartMark[] {
  if (finding.subject.kind !== 'change' || finding.resolved !== null) return [];
  const { atMs, fromMs, toMs } = finding.subject.change;

  return [
    {
      kind: 'change',
      atMs,
      fromMs,
      toMs,
      label: describeSubject(finding, { form: 'full', nowMs: Date.parse(finding.foundAt) }),
    },
  ];
}

function noteMarks({ notes }: JourneyPage): readonly ChartMark[] {
  return notes.map(({ at, kind, text }) => {
    const atMs = Date.parse(at);
    return { kind, atMs, fromMs: atMs, toMs: atMs, label: text.slice(0, MAX_LABEL_CHARACTERS) };
  });
}

/** Values of the latest bucket with data: `latest 1 h: p50 1.02 s, p95 1.31 s`. */
function latestValues({ tracks, unit, grid, n }: Omit<BandsChart, 'top'>): Html | null {
  const bucket = n.findLastIndex((count) => count > 0);
  const values = tracks.flatMap(({ q, values: row }) => {
    const value = row[bucket] ?? null;
    return value === null ? [] : [`${formatPercentileName(q)} ${formatMetric(value, unit)}`];
  });
  if (values.length === 0) return null;

  const { fromMs, toMs } = bucketSpan(grid, bucket);

  return html`<span>latest ${formatExactDuration(toMs - fromMs)}: ${values.join(', ')}</span>`;
}

/** Significant digits: no more are ever printed. */
const DIGITS = 3;

/** Values to three significant digits, which keeps the data embedded in the page small. */
export function roundedRow(row: Row): Row {
  return row.map((value) => (value === null ? null : Number(value.toPrecision(DIGITS))));
}

/** Tracks whose values and intervals went through {@link roundedRow}. */
export function roundedTracks(tracks: QuantileBands['tracks']): QuantileBands['tracks'] {
  return tracks.map(({ q, values, low, high }) => ({
    q,
    values: roundedRow(values),
    low: roundedRow(low),
    high: roundedRow(high),
  }));
}

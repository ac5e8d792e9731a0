import { bucketSpan } from '../../../core/dashboard/journey/page-grid.ts';
import type {
  JourneyPage,
  JourneyRegion,
  QuantileBands,
  StepStack,
} from '../../../core/dashboard/journey/journey-page.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { Finding } from '../../../core/trends/finding.ts';
import { findingWords } from '../../format/finding-words.ts';
import { bandsFigure, quantileName } from '../charts/bands-figure.ts';
import type { BandsChart, ChartLimit, ChartMark, StackChart } from '../charts/chart-data.ts';
import { topOfBands, topOfStacks } from '../charts/chart-top.ts';
import { type Html, html } from '../parts/html.ts';
import { layerLegend, mergedLayers, stackFigure } from '../charts/stack-figure.ts';
import type { PageContext } from '../parts/html-page.ts';
import { emptyState, name } from '../parts/texts.ts';
import type { Row } from '../charts/chart-paths.ts';
import { formatExactDuration } from '../../format/duration.ts';
import { formatMetric } from '../../format/metric.ts';

/** Of a note, so much stands at its flag; all of it is in the list of notes. */
const MAX_LABEL_CHARACTERS = 160;

/** A region that has what is drawn. */
interface Drawn<Value> {
  readonly region: JourneyRegion;
  readonly value: Value;
}

/** Percentiles of the page's metric, region by region, upon one axis of values. */
export function bandsMultiples(page: JourneyPage, context: PageContext): Html {
  const drawn = drawnOf(page.regions, ({ bands }) => bands);
  if (drawn.length === 0) {
    return emptyState(
      `No scheduled run of this time has a value of ${page.metric}.`,
      'Choose a longer range or another metric. Runs that did not pass, or whose machine was off, have no timings; runs on demand are not counted.',
    );
  }
  const charts = drawn.map(({ region, value }) => bandsChart(page, region.region, value));
  const top = topOfBands(charts);

  return html`<div class="multiples">
    ${charts.map((chart, index) => {
      const region = drawn[index]?.region.region ?? '';
      return bandsFigure({
        id: `${context.idPrefix}bands-${index + 1}`,
        caption: html`<b>${name(region)}</b> ${latestWords(chart)}`,
        subject: `${page.metric} in ${region}`,
        chart: { ...chart, top },
        isStatic: context.isStatic === true,
      });
    })}
  </div>`;
}

/** Where the mean time went, step upon step, region by region, upon one axis of values. */
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
          subject: `mean time of steps in ${region}`,
          chart: { ...chart, top },
          isStatic: context.isStatic === true,
        });
      })}
    </div>`;
}

/** Whether anything was timed by step. */
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
  return { value: max, label: `${statistic} budget ${formatMetric(max, unit)}` };
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

/** Steps of the page's metric in a region that stand. */
function changeMarks({ findings, metric }: JourneyPage, region: string): readonly ChartMark[] {
  return findings
    .filter((finding) => finding.region === region && finding.metric === metric)
    .flatMap((finding) => changeMark(finding));
}

function changeMark(finding: Finding): readonly ChartMark[] {
  if (finding.subject.kind !== 'change' || finding.ended !== null) return [];
  const { atMs, fromMs, toMs } = finding.subject.change;

  return [{ kind: 'change', atMs, fromMs, toMs, label: findingWords(finding) }];
}

function noteMarks({ notes }: JourneyPage): readonly ChartMark[] {
  return notes.map(({ at, kind, text }) => {
    const atMs = Date.parse(at);
    return { kind, atMs, fromMs: atMs, toMs: atMs, label: text.slice(0, MAX_LABEL_CHARACTERS) };
  });
}

/** The newest values that there are: `newest 1 h: p50 1.02 s, p95 1.31 s`. */
function latestWords({ tracks, unit, grid, n }: Omit<BandsChart, 'top'>): Html | null {
  const bucket = n.findLastIndex((count) => count > 0);
  const values = tracks.flatMap(({ q, values: row }) => {
    const value = row[bucket] ?? null;
    return value === null ? [] : [`${quantileName(q)} ${formatMetric(value, unit)}`];
  });
  if (values.length === 0) return null;

  const { fromMs, toMs } = bucketSpan(grid, bucket);

  return html`<span>newest ${formatExactDuration(toMs - fromMs)}: ${values.join(', ')}</span>`;
}

/** As many digits as are ever printed. */
const DIGITS = 3;

/** Numbers to three digits: what a page carries for its script is shorter so. */
export function roundedRow(row: Row): Row {
  return row.map((value) => (value === null ? null : Number(value.toPrecision(DIGITS))));
}

/** Tracks with their numbers rounded. */
export function roundedTracks(tracks: QuantileBands['tracks']): QuantileBands['tracks'] {
  return tracks.map(({ q, values, low, high }) => ({
    q,
    values: roundedRow(values),
    low: roundedRow(low),
    high: roundedRow(high),
  }));
}

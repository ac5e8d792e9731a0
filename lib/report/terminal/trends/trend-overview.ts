import { candidatesOf } from '../../../core/trends/finding-candidates.ts';
import type { FindingSubject } from '../../../core/trends/finding.ts';
import type { SeriesAnalysis } from '../../../core/trends/journey-analysis.ts';
import {
  badness,
  seriesOfView,
  type TrendSeries,
  type TrendsView,
} from '../../format/trend-view.ts';
import { trendSparkline } from './trend-chart.ts';
import { crossedBudgets, rateWords, type Tone, describeSeries } from '../../format/trend-words.ts';
import {
  cell,
  columnsOf,
  flow,
  glyphsOf,
  joinLines,
  type Line,
  lineWidth,
  renderLine,
  renderLong,
  type Screen,
  type Span,
  span,
} from '../text/styled-line.ts';
import type { Style } from '../text/paint.ts';
import { widestOf } from '../../format/terminal-text.ts';
import { trendFooter } from './trend-notes.ts';
import { formatCount } from '../../format/count.ts';
import { mirrored } from '../../format/estimate.ts';
import { formatDays, formatTimeRange, formatShortDay } from '../../format/instant.ts';
import { formatMetric } from '../../format/metric.ts';
import { formatShare, formatShareInterval } from '../../format/share.ts';

const NAME_COLUMNS = 24;
const REGION_COLUMNS = 15;
const METRIC_COLUMNS = 24;
const SPARK_COLUMNS = 20;

/** A line for each series that has something to say, the worst first, and how the others are. */
export function renderTrendOverview(view: TrendsView, screen: Screen): readonly string[] {
  const all = seriesOfView(view);
  const speaking = all
    .filter(({ series }) => candidatesOf(series).length + crossedBudgets(series).length > 0)
    .toSorted((one, other) => badness(other) - badness(one));
  const lines = entryLines(
    speaking.map((each) => entryOf(each, widthsOf(speaking), screen)),
    screen,
  );

  return [
    ...trendHead(view, `Trends of ${formatCount(view.journeys.length, 'journey')}`, screen),
    '',
    ...lines.map((line) => renderLine(line, screen)),
    ...(lines.length === 0 ? [] : ['']),
    ...summaryLines(all, screen).map((line) => renderLine(line, screen)),
    ...trendFooter(view, screen),
  ];
}

/** What is looked at, and when. */
export function trendHead(view: TrendsView, title: string, screen: Screen): readonly string[] {
  const { fromMs, toMs, stage } = view;
  const range = `${formatTimeRange(fromMs, toMs)}, stage ${stage}`;

  return [renderLong([span(title, 'bold')], screen), renderLine([span(range, 'dim')], screen)];
}

/** The mark of a series' conclusion. */
export function toneMark({ series, nowMs }: TrendSeries, screen: Screen): Span {
  const { outcome } = glyphsOf(screen);
  const { tone } = describeSeries(series, nowMs);
  // Nothing moves, but a budget is crossed.
  if (tone === 'steady' && crossedBudgets(series).length > 0)
    return span(outcome.errored, 'yellow');
  switch (tone) {
    case 'worse':
      return span(outcome.failed, 'red', 'bold');
    case 'better':
      return span(outcome.passed, 'green', 'bold');
    case 'steady':
      return span(outcome.passed, 'green');
    case 'unknown':
      return span(outcome.missing, 'yellow');
  }
}

interface Entry {
  readonly label: Line;
  readonly words: readonly Line[];
}

interface Widths {
  readonly journey: number;
  readonly region: number;
  readonly metric: number;
}

function widthsOf(all: readonly TrendSeries[]): Widths {
  const names = all.map(({ series }) => series.series);

  return {
    journey: widestOf(
      names.map(({ journey }) => journey),
      NAME_COLUMNS,
    ),
    region: widestOf(
      names.map(({ region }) => region),
      REGION_COLUMNS,
    ),
    metric: widestOf(
      names.map(({ metric }) => metric),
      METRIC_COLUMNS,
    ),
  };
}

function entryOf(each: TrendSeries, widths: Widths, screen: Screen): Entry {
  const { series, nowMs } = each;
  const { journey, region, metric } = series.series;

  return {
    label: [
      toneMark(each, screen),
      span(' '),
      ...cell([span(journey, 'bold')], widths.journey, screen),
      span('  '),
      ...cell([span(region, 'dim')], widths.region, screen),
      span('  '),
      ...cell([span(metric)], widths.metric, screen),
      span('  '),
      ...trendSparkline(series.hourly, SPARK_COLUMNS, screen),
    ],
    words: [
      ...candidatesOf(series).map(({ subject }) => shortWords(subject, series, nowMs)),
      ...crossedBudgets(series).map(({ statistic, max }) => {
        return `${statistic} over ${formatMetric(max, series.unit)} already`;
      }),
    ].map((words): Line => [span(words)]),
  };
}

function shortWords(subject: FindingSubject, { unit }: SeriesAnalysis, nowMs: number): string {
  switch (subject.kind) {
    case 'drift': {
      const { slopePerDay, level } = subject.drift;
      const isFalling = slopePerDay.value < 0;
      const rate = rateWords(isFalling ? mirrored(slopePerDay) : slopePerDay, level, unit);
      return `${wayWords(slopePerDay.value, unit)} by ${rate.value} a week (${rate.span})`;
    }
    case 'change': {
      const { shift, before, atMs } = subject.change;
      const way = shift.value < 0 ? 'down' : 'up';
      const size = Math.abs(shift.value);
      const share = before > 0 ? formatShare(size / before) : formatMetric(size, unit);
      const { low, high } = shift.value < 0 ? mirrored(shift) : shift;
      const interval = before > 0 ? ` (${formatShareInterval(low / before, high / before)})` : '';
      return `stepped ${way} by ${share}${interval} on ${formatShortDay(atMs)}`;
    }
    case 'forecast': {
      const { forecast, budget } = subject;
      const limit = formatMetric(budget.max, unit);
      const when =
        forecast.latestMs === null
          ? `from ${formatShortDay(forecast.earliestMs)} on`
          : formatDays(forecast.earliestMs, forecast.latestMs, nowMs);
      return `${budget.statistic} over ${limit} ${when}`;
    }
  }
}

function wayWords(slope: number, unit: SeriesAnalysis['unit']): string {
  if (unit === 'ms') return slope > 0 ? 'slower' : 'faster';

  return slope > 0 ? 'rises' : 'falls';
}

/** Each entry on one line where all fit; else its words below its label, so that none is cut. */
function entryLines(entries: readonly Entry[], screen: Screen): readonly Line[] {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const short = entries.map(({ label, words }): Line => [
    ...label,
    span('  '),
    ...joinLines(words, separator),
  ]);
  if (short.every((line) => lineWidth(line) <= columnsOf(screen))) return short;

  return entries.flatMap(({ label, words }) => [label, ...flow([span('    ')], words, screen)]);
}

/** How many series are steady, and how many nobody can tell of. */
function summaryLines(all: readonly TrendSeries[], screen: Screen): readonly Line[] {
  if (all.length === 0)
    return [[span('No run of a slot is stored in this time: nothing to tell.')]];
  const tones = all.map(({ series, nowMs }) => describeSeries(series, nowMs).tone);

  function part(tone: Tone, words: string, ...styles: readonly Style[]): Line {
    const count = tones.filter((each) => each === tone).length;
    return count === 0 ? [] : [span(`${count} ${words}`, ...styles)];
  }

  const parts = [
    part('worse', 'got worse', 'red'),
    part('better', 'got better', 'green'),
    part('steady', 'steady'),
    part('unknown', 'with too little data', 'yellow'),
  ];
  const hint: Line = tones.includes('unknown')
    ? [span('waywiser trends JOURNEY says what is missing', 'dim')]
    : [];

  return flow([span(`Of ${all.length} series: `, 'bold')], [...parts, hint], screen);
}

import { candidatesOf } from '../../../core/trends/finding-candidates.ts';
import {
  badness,
  seriesOfView,
  type TrendSeries,
  type TrendsView,
} from '../../format/trend-view.ts';
import { trendSparkline } from './trend-chart.ts';
import { describeSubject } from '../../format/describe-finding.ts';
import { crossedBudgets, describeSeries, type Tone } from '../../format/describe-series.ts';
import {
  cell,
  type Entry,
  entryLines,
  flow,
  glyphsOf,
  type Line,
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
import { groupThousands } from '../../format/number.ts';
import { formatTimeRange } from '../../format/instant.ts';
import { formatLimit } from '../../format/metric.ts';

const NAME_COLUMNS = 24;
const REGION_COLUMNS = 15;
const METRIC_COLUMNS = 24;
const SPARK_COLUMNS = 20;

/** A line for each series with a finding or an exceeded budget, the worst first, and a summary. */
export function renderTrendOverview(view: TrendsView, screen: Screen): readonly string[] {
  const all = seriesOfView(view);
  const shown = all
    .filter(({ series }) => candidatesOf(series).length + crossedBudgets(series).length > 0)
    .toSorted((one, other) => badness(other) - badness(one));
  const lines = entryLines(
    shown.map((each) => entryOf(each, widthsOf(shown), screen)),
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

/** The title, and the analysed time. */
export function trendHead(view: TrendsView, title: string, screen: Screen): readonly string[] {
  const { fromMs, toMs, stage } = view;
  const range = `${formatTimeRange(fromMs, toMs)}, stage ${stage}`;

  return [renderLong([span(title, 'bold')], screen), renderLine([span(range, 'dim')], screen)];
}

/** The mark of a series' conclusion. */
export function toneMark({ series, nowMs }: TrendSeries, screen: Screen): Span {
  const { outcome } = glyphsOf(screen);
  const { tone } = describeSeries(series, nowMs);
  // Nothing moves, but a budget is exceeded.
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
    facts: [
      ...candidatesOf(series).map(({ subject }) =>
        describeSubject({ subject, unit: series.unit }, { form: 'short', nowMs }),
      ),
      ...crossedBudgets(series).map(({ statistic, max }) => {
        return `${statistic} exceeds ${formatLimit(max, series.unit)}`;
      }),
    ].map((text): Line => [span(text)]),
  };
}

/** How many series got worse, got better, are steady, or have too little data. */
function summaryLines(all: readonly TrendSeries[], screen: Screen): readonly Line[] {
  if (all.length === 0)
    return [[span('No scheduled run is stored in this time: nothing to analyse.')]];
  const tones = all.map(({ series, nowMs }) => describeSeries(series, nowMs).tone);

  function part(tone: Tone, text: string, ...styles: readonly Style[]): Line {
    const count = tones.filter((each) => each === tone).length;
    return count === 0 ? [] : [span(`${groupThousands(count)} ${text}`, ...styles)];
  }

  const parts = [
    part('worse', 'got worse', 'red'),
    part('better', 'got better', 'green'),
    part('steady', 'steady'),
    part('unknown', 'with too little data', 'yellow'),
  ];
  const hint: Line = tones.includes('unknown')
    ? [span('waywiser trends JOURNEY shows what is missing', 'dim')]
    : [];

  return flow(
    [span(`Of ${groupThousands(all.length)} series: `, 'bold')],
    [...parts, hint],
    screen,
  );
}

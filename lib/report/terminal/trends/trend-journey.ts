import type { Annotation } from '../../../core/record/annotation.ts';
import { candidatesOf } from '../../../core/trends/finding-candidates.ts';
import type { SeriesAnalysis } from '../../../core/trends/journey-analysis.ts';
import type { SeriesConclusion } from '../../../core/stats/results.ts';
import { changesOf, driftTestOf, refusalOf } from '../../../core/trends/test-probabilities.ts';
import { isSameSubject } from '../../../core/trends/same-subject.ts';
import { explanationLines, factLabel } from './explanation-lines.ts';
import { trendChart } from './trend-chart.ts';
import { trendFooter } from './trend-notes.ts';
import { trendHead, toneMark } from './trend-overview.ts';
import {
  badness,
  type JourneyTrends,
  type TrendSeries,
  type TrendsView,
} from '../../format/trend-view.ts';
import { crossingWords, describeSeries } from '../../format/trend-words.ts';
import { flow, glyphsOf, type Line, renderLine, type Screen, span } from '../text/styled-line.ts';
import { paragraph } from '../text/wrap-line.ts';
import { formatCount } from '../../format/count.ts';
import { formatDay, formatMinute } from '../../format/instant.ts';
import { formatDifference, formatMetric, formatMetricInterval } from '../../format/metric.ts';
import { formatProbability, formatNumber } from '../../format/number.ts';
import { formatShare } from '../../format/share.ts';

const MAX_NOTES = 8;

/** What a journey's page shows. */
export interface JourneyPage {
  readonly view: TrendsView;
  readonly journey: JourneyTrends;
  /** Show every series whole, those in which nothing was found too. */
  readonly whole: boolean;
}

/**
 * The trends of a journey: each series in which something was found with its picture, numbers and
 * explanation, the worst first; then a sentence for each of the others.
 */
export function renderTrendJourney(page: JourneyPage, screen: Screen): readonly string[] {
  const { view, journey } = page;
  const all = journey.analysis.series.map((series) => ({ series, journey, nowMs: view.nowMs }));
  const speaking = all
    .filter(({ series }) => page.whole || candidatesOf(series).length > 0)
    .toSorted((one, other) => badness(other) - badness(one));
  const quiet = all.filter((each) => !speaking.includes(each));
  const blocks = speaking.map((each) => seriesLines(each, screen));

  return [
    ...trendHead(view, journey.analysis.journey, screen),
    ...blocks.flatMap((lines) => ['', ...lines.map((line) => renderLine(line, screen))]),
    ...(quiet.length === 0 ? [] : ['']),
    ...quiet.flatMap((each) => sentenceLines(each, screen).map((line) => renderLine(line, screen))),
    ...(journey.notes.length === 0 ? [] : ['']),
    ...noteLines(journey.notes, screen).map((line) => renderLine(line, screen)),
    ...(all.length === 0
      ? ['', 'No run of a slot is stored in this time: nothing to look at.']
      : []),
    ...trendFooter(view, screen),
  ];
}

/** The conclusion: `duration in eu-west-1 has been getting slower by …`. */
function sentenceLines(each: TrendSeries, screen: Screen): readonly Line[] {
  const { series, nowMs } = each;
  const { words } = describeSeries(series, nowMs);
  const { metric, region } = series.series;

  return paragraph(
    [toneMark(each, screen), span(' ')],
    [span(metric, 'bold'), span(` in ${region} ${words}.`)],
    screen,
  );
}

function seriesLines(each: TrendSeries, screen: Screen): readonly Line[] {
  const { series, journey } = each;
  const changes = changesOf(series.conclusion) ?? [];
  const chart = trendChart(
    {
      hourly: series.hourly,
      unit: series.unit,
      changes: changes.map(({ atMs }) => atMs),
      notes: journey.notes.map(({ at }) => Date.parse(at)),
    },
    screen,
  );

  return [
    ...sentenceLines(each, screen),
    ...chart,
    ...driftFacts(each, screen),
    ...changeFacts(series, screen),
    ...budgetFacts(each, screen),
    ...storedLines(each, screen),
    ...explained(series, screen),
  ];
}

/** What a drift's test says of changes that it cannot tell. */
function besideIt({ kind, changes }: SeriesConclusion): readonly string[] {
  const refusal = kind === 'drift' ? refusalOf(changes) : null;

  return refusal === null ? [] : [refusal.reason];
}

/** Slope, how sure it is, and what it rests on. */
function driftFacts({ series, journey }: TrendSeries, screen: Screen): readonly Line[] {
  const drift = driftTestOf(series.conclusion);
  if (drift === null) return [];
  const { slopePerDay: slope, level, n, days, inflation, p } = drift;
  const runs = journey.timedRuns[series.series.region];
  const interval = `${formatShare(slope.confidence)}: ${formatMetricInterval(slope.low, slope.high, series.unit)}`;
  const facts = [
    `${formatCount(n, 'hour')} on ${formatCount(days, 'day')} have a value`,
    ...(runs === undefined ? [] : [formatCount(runs, 'timed run')]),
    `days depend on each other: noise counts ${formatNumber(inflation)} times`,
    ...besideIt(series.conclusion),
  ];

  return [
    ...factLines(
      'slope',
      [
        `${formatDifference(slope.value, series.unit)} a day (${interval})`,
        `level ${formatMetric(level, series.unit)}`,
        probabilities(p, series.q.drift),
      ],
      screen,
    ),
    ...factLines('rests on', inflation > 1.05 ? facts : facts.slice(0, -1), screen),
  ];
}

function changeFacts({ conclusion, q, unit }: SeriesAnalysis, screen: Screen): readonly Line[] {
  return (changesOf(conclusion) ?? []).flatMap((change, index) => {
    const { shift, atMs, p } = change;
    const interval = `${formatShare(shift.confidence)}: ${formatMetricInterval(shift.low, shift.high, unit)}`;
    return factLines(
      index === 0 ? 'step' : '',
      [
        `${formatDifference(shift.value, unit)} (${interval})`,
        `first hour ${formatMinute(atMs)}`,
        probabilities(p, q.changes[index] ?? null),
      ],
      screen,
    );
  });
}

function probabilities(p: number, q: number | null): string {
  return `p ${formatProbability(p)}${q === null ? '' : `, q ${formatProbability(q)}`}`;
}

/** What the conclusion leaves out about budgets: that they are safe, or why nobody can tell. */
function budgetFacts({ series: each, nowMs }: TrendSeries, screen: Screen): readonly Line[] {
  const facts = each.forecasts.flatMap(({ budget: { statistic, max }, outcome }) => {
    const limit = `${statistic} over ${formatMetric(max, each.unit)}`;
    if (outcome.kind === 'not-reached') return [`${limit}: not reached as it goes`];
    if (outcome.kind === 'refused') return [`${limit}: ${outcome.reason}`];
    // The conclusion has said so.
    if (outcome.kind === 'crossed') return [];
    const best = `best guess ${formatDay(outcome.atMs, nowMs)}`;
    return [
      `${limit}: ${crossingWords(outcome, nowMs)} (${formatShare(outcome.confidence)}), ${best}`,
    ];
  });

  return factLines('budget', facts, screen);
}

/** Since when the daily look says so. */
function storedLines({ series, journey, nowMs }: TrendSeries, screen: Screen): readonly Line[] {
  const { region, metric } = series.series;
  const stored = journey.findings.filter(
    (finding) => finding.region === region && finding.metric === metric,
  );
  const words = candidatesOf(series).flatMap(({ subject }) => {
    if (subject.kind === 'forecast') return [];
    const known = stored.find(
      (finding) => finding.ended === null && isSameSubject(finding.subject, subject),
    );
    return known === undefined
      ? `${subject.kind}: not by a daily look yet`
      : `${subject.kind}: by the daily look of ${formatDay(Date.parse(known.foundAt), nowMs)}, last confirmed ${formatDay(Date.parse(known.confirmedAt), nowMs)}`;
  });
  const ended = stored.flatMap(({ subject, ended: end }) =>
    end === null
      ? []
      : [`a ${subject.kind} ended ${formatDay(Date.parse(end.at), nowMs)}: ${end.reason}`],
  );

  return factLines('found', [...words, ...ended.slice(-2)], screen);
}

function explained(series: SeriesAnalysis, screen: Screen): readonly Line[] {
  const distinct = candidatesOf(series).filter(({ subject }) => subject.kind !== 'forecast');

  return distinct.flatMap(({ subject, explanation }) => {
    if (explanation === null) return [];
    const head =
      distinct.length > 1 && subject.kind !== 'forecast'
        ? factLines(
            'why',
            [subject.kind === 'drift' ? 'the drift' : stepName(subject.change.atMs)],
            screen,
          )
        : [];
    return [...head, ...explanationLines(explanation, screen)];
  });

  function stepName(atMs: number): string {
    return `the step of ${formatDay(atMs, Date.parse(series.to))}`;
  }
}

function noteLines(notes: readonly Annotation[], screen: Screen): readonly Line[] {
  const shown = notes.slice(-MAX_NOTES);
  const more = notes.length - shown.length;
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const lines = shown.map(({ at, text, by }): Line => [
    span(formatMinute(at), 'dim'),
    separator,
    span(text),
    ...(by === null ? [] : [separator, span(by, 'dim')]),
  ]);
  const earlier: readonly Line[] =
    more === 0 ? [] : [[span(`${formatCount(more, 'earlier note')} left out`, 'dim')]];

  return [...earlier, ...lines].flatMap((line, index) =>
    paragraph(factLabel(index === 0 ? 'notes' : ''), line, screen),
  );
}

function factLines(label: string, facts: readonly string[], screen: Screen): readonly Line[] {
  return facts.length === 0
    ? []
    : flow(
        factLabel(label),
        facts.map((fact): Line => [span(fact)]),
        screen,
      );
}

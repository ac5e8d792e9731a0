import type { Annotation } from '../../../core/record/annotation.ts';
import { candidatesOf } from '../../../core/trends/finding-candidates.ts';
import type { SeriesAnalysis } from '../../../core/trends/journey-analysis.ts';
import type { SeriesConclusion } from '../../../core/stats/results.ts';
import { changesOf, driftTestOf, shortageOf } from '../../../core/trends/test-probabilities.ts';
import { type Finding, openFindings } from '../../../core/trends/finding.ts';
import { isSameSubject } from '../../../core/trends/same-subject.ts';
import type { JourneyTrends } from '../../../core/trends/read-journey-trends.ts';
import { explanationLines, factLabel } from './explanation-lines.ts';
import { trendChart } from './trend-chart.ts';
import { trendFooter } from './trend-notes.ts';
import { trendHead, toneMark } from './trend-overview.ts';
import { badness, type TrendSeries, type TrendsView } from '../../format/trend-view.ts';
import { formatConfidence, formatConfidenceInterval } from '../../format/confidence-interval.ts';
import { describeCrossing, describeResolution } from '../../format/describe-finding.ts';
import { describeSeries } from '../../format/describe-series.ts';
import { describeShortage } from '../../format/describe-shortage.ts';
import { flow, glyphsOf, type Line, renderLine, type Screen, span } from '../text/styled-line.ts';
import { paragraph } from '../text/wrap-line.ts';
import { formatCount } from '../../format/count.ts';
import { formatDay, formatMinute } from '../../format/instant.ts';
import {
  formatDifference,
  formatLimit,
  formatMetric,
  formatMetricInterval,
} from '../../format/metric.ts';
import { formatNumber, formatProbabilityOf } from '../../format/number.ts';
import { ownValue } from '../../../core/base/own-value.ts';

const MAX_NOTES = 8;
/** A smaller inflation of the variance changes nothing that is printed. */
const MIN_INFLATION = 1.05;

/**
 * The trends of a journey: each series with a finding, also one that is open and that this analysis does
 * not detect, with its chart, numbers and explanation, the worst first; then a sentence for each of the
 * others. With `whole`, each series is shown in full.
 */
export function renderTrendJourney(
  {
    view,
    journey,
    whole,
  }: { readonly view: TrendsView; readonly journey: JourneyTrends; readonly whole: boolean },
  screen: Screen,
): readonly string[] {
  const all = journey.analysis.series.map((series) => ({ series, journey, nowMs: view.nowMs }));
  const shown = all
    .filter(({ series }) => whole || hasFinding(series, journey))
    .toSorted((one, other) => badness(other) - badness(one));
  const quiet = all.filter((each) => !shown.includes(each));
  const blocks = shown.map((each) => seriesLines(each, screen));

  return [
    ...trendHead(view, journey.analysis.journey, screen),
    ...blocks.flatMap((lines) => ['', ...lines.map((line) => renderLine(line, screen))]),
    ...(quiet.length === 0 ? [] : ['']),
    ...quiet.flatMap((each) => sentenceLines(each, screen).map((line) => renderLine(line, screen))),
    ...(journey.notes.length === 0 ? [] : ['']),
    ...noteLines(journey.notes, screen).map((line) => renderLine(line, screen)),
    ...(all.length === 0
      ? ['', 'No scheduled run is stored in this time: nothing to analyse.']
      : []),
    ...trendFooter(view, screen),
  ];
}

function hasFinding(series: SeriesAnalysis, journey: JourneyTrends): boolean {
  return (
    candidatesOf(series).length > 0 || openFindings(storedFindings(series, journey)).length > 0
  );
}

/** The conclusion: `duration in eu-west-1 has been getting slower by …`. */
function sentenceLines(each: TrendSeries, screen: Screen): readonly Line[] {
  const { series, nowMs } = each;
  const { text } = describeSeries(series, nowMs);
  const { metric, region } = series.series;

  return paragraph(
    [toneMark(each, screen), span(' ')],
    [span(metric, 'bold'), span(` in ${region} ${text}.`)],
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

/** Why no change could be estimated next to a drift. */
function missingChanges({ kind, changes }: SeriesConclusion): readonly string[] {
  const missing = kind === 'drift' ? shortageOf(changes) : null;

  return missing === null ? [] : [describeShortage(missing.shortage)];
}

/** The slope with its interval, and what it is based on. */
function driftFacts({ series, journey }: TrendSeries, screen: Screen): readonly Line[] {
  const drift = driftTestOf(series.conclusion);
  if (drift === null) return [];
  const { slopePerDay: slope, level, n, days, inflation, p } = drift;
  const runs = ownValue(journey.timedRuns, series.series.region);
  const interval = formatConfidenceInterval(slope, (low, high) =>
    formatMetricInterval(low, high, series.unit),
  );
  const facts = [
    `${formatCount(n, 'hour')} with data on ${formatCount(days, 'day')}`,
    ...(runs === undefined ? [] : [formatCount(runs, 'timed run')]),
    ...(inflation > MIN_INFLATION
      ? [`autocorrelated days: variance inflated ${formatNumber(inflation)} times`]
      : []),
    ...missingChanges(series.conclusion),
  ];

  return [
    ...factLines(
      'slope',
      [
        `${formatDifference(slope.value, series.unit)} a day (${interval})`,
        `level ${formatMetric(level, series.unit)}`,
        significance(p, series.q.drift),
      ],
      screen,
    ),
    ...factLines('based on', facts, screen),
  ];
}

function changeFacts({ conclusion, q, unit }: SeriesAnalysis, screen: Screen): readonly Line[] {
  return (changesOf(conclusion) ?? []).flatMap((change, index) => {
    const { shift, atMs, p } = change;
    const interval = formatConfidenceInterval(shift, (low, high) =>
      formatMetricInterval(low, high, unit),
    );
    return factLines(
      index === 0 ? 'step' : '',
      [
        `${formatDifference(shift.value, unit)} (${interval})`,
        `first hour ${formatMinute(atMs)}`,
        significance(p, q.changes[index] ?? null),
      ],
      screen,
    );
  });
}

function significance(p: number, q: number | null): string {
  const corrected = q === null ? '' : `, ${formatProbabilityOf('q', q)}`;

  return `${formatProbabilityOf('p', p)}${corrected}`;
}

/** Budgets that the conclusion leaves out: not reached, or without a forecast. */
function budgetFacts({ series: each, nowMs }: TrendSeries, screen: Screen): readonly Line[] {
  const facts = each.forecasts.flatMap(({ budget: { statistic, max }, outcome }) => {
    const limit = `${statistic} over ${formatLimit(max, each.unit)}`;
    if (outcome.kind === 'not-reached') return [`${limit}: not reached at this rate`];
    if (outcome.kind === 'insufficient-data') {
      return [`${limit}: ${describeShortage(outcome.shortage)}`];
    }
    // Part of the conclusion.
    if (outcome.kind === 'crossed') return [];
    const best = `best estimate ${formatDay(outcome.atMs, nowMs)}`;
    return [
      `${limit}: ${describeCrossing(outcome, nowMs)} (${formatConfidence(outcome.confidence)}), ${best}`,
    ];
  });

  return factLines('budget', facts, screen);
}

/** Since when the daily analysis has reported it, also what the present one does not detect. */
function storedLines({ series, journey, nowMs }: TrendSeries, screen: Screen): readonly Line[] {
  const stored = storedFindings(series, journey);
  const open = openFindings(stored);
  const subjects = candidatesOf(series)
    .map(({ subject }) => subject)
    .filter(({ kind }) => kind !== 'forecast');

  function dayOf(instant: string): string {
    return formatDay(Date.parse(instant), nowMs);
  }

  function datesOf({ subject, foundAt, confirmedAt }: Finding): string {
    return `${subject.kind}: found on ${dayOf(foundAt)}, last confirmed on ${dayOf(confirmedAt)}`;
  }

  const found = subjects.map((subject) => {
    const known = open.find((finding) => isSameSubject(finding.subject, subject));

    return known === undefined
      ? `${subject.kind}: not yet found by a daily analysis`
      : datesOf(known);
  });
  const undetected = open
    .filter(({ subject }) => subjects.every((each) => !isSameSubject(each, subject)))
    .filter(({ subject }) => subject.kind !== 'forecast')
    .map((finding) => `${datesOf(finding)}; not detected in this analysis`);
  const resolved = stored.flatMap(({ subject, resolved: resolution }) =>
    resolution === null
      ? []
      : [`${subject.kind} resolved on ${dayOf(resolution.at)}: ${describeResolution(resolution)}`],
  );

  return factLines('history', [...found, ...undetected, ...resolved.slice(-2)], screen);
}

/** What the daily analysis has stored about a series. */
function storedFindings(
  { series: { region, metric } }: SeriesAnalysis,
  { findings }: JourneyTrends,
): readonly Finding[] {
  return findings.filter((finding) => finding.region === region && finding.metric === metric);
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

import { candidatesOf, undoneChanges } from '../../core/trends/finding-candidates.ts';
import type { BudgetPlan } from '../../core/journey/plan.ts';
import type { SeriesAnalysis } from '../../core/trends/journey-analysis.ts';
import {
  changesOf,
  driftTestOf,
  isFound,
  refusalOf,
} from '../../core/trends/test-probabilities.ts';
import { type MetricUnit, unitOfMetric } from '../../core/rollup/metric.ts';
import type { ChangePoint, DriftTest, Forecast } from '../../core/stats/results.ts';
import type { Estimate, InsufficientData } from '../../core/stats/series.ts';
import { DAY_MS, HOUR_MS } from '../../core/base/time.ts';
import { mirrored, scaled } from './estimate.ts';
import { formatDay, formatDays, formatMoment } from './instant.ts';
import { formatMetric, formatMetricInterval } from './metric.ts';
import { formatProbability } from './number.ts';
import { formatShare, formatShareInterval } from './share.ts';

/** What a series comes to, for the eye. */
export type Tone = 'worse' | 'better' | 'steady' | 'unknown';

/** A conclusion about a series. `words` go on where the series' name ends. */
export interface SeriesDescription {
  readonly tone: Tone;
  readonly words: string;
}

const DAYS_A_WEEK = 7;

/** What is said of a series, in a sentence without its subject and full stop. */
export function describeSeries(analysis: SeriesAnalysis, nowMs: number): SeriesDescription {
  const subjects = candidatesOf(analysis).map(({ subject }) => subject);
  const clauses = subjects.flatMap((subject) => {
    switch (subject.kind) {
      case 'drift':
        return [driftWords(subject.drift, analysis, nowMs)];
      case 'change':
        return [changeWords(subject.change, analysis.unit, nowMs)];
      case 'forecast':
        return [];
    }
  });
  if (clauses.length === 0) return quietWords(analysis, nowMs);
  const sign = Math.max(...subjects.map(signOf));

  return {
    tone: sign > 0 ? 'worse' : 'better',
    words: [joinWords(clauses), ...budgetWords(analysis, nowMs)].join('; '),
  };
}

type Subject = ReturnType<typeof candidatesOf>[number]['subject'];

/** Whether a value that grows gets worse: every metric is of this kind. */
function signOf(subject: Subject): number {
  switch (subject.kind) {
    case 'drift':
      return Math.sign(subject.drift.slopePerDay.value);
    case 'change':
      return Math.sign(subject.change.shift.value);
    case 'forecast':
      return 1;
  }
}

/** `has been getting slower by 1.9% a week since 3 October (95%: 1.2 to 2.6%)`. */
function driftWords(drift: DriftTest, analysis: SeriesAnalysis, nowMs: number): string {
  const { value } = drift.slopePerDay;
  const slope = value < 0 ? mirrored(drift.slopePerDay) : drift.slopePerDay;
  const since = formatDay(driftStartMs(analysis), nowMs);
  const rate = rateWords(slope, drift.level, analysis.unit);

  return `has been ${directionWords(value, analysis.unit)} by ${rate.value} a week since ${since} (${formatShare(slope.confidence)}: ${rate.span})`;
}

/** A slope in words: by week, relative where there is a level to relate it to. */
export function rateWords(
  perDay: Estimate,
  level: number,
  unit: MetricUnit,
): { readonly value: string; readonly span: string } {
  const week = scaled(perDay, DAYS_A_WEEK);
  if (!(level > 0)) {
    return {
      value: formatMetric(week.value, unit),
      span: formatMetricInterval(week.low, week.high, unit),
    };
  }
  const share = scaled(week, 1 / level);

  return { value: formatShare(share.value), span: formatShareInterval(share.low, share.high) };
}

function directionWords(slope: number, unit: MetricUnit): string {
  if (unit === 'ms') return slope > 0 ? 'getting slower' : 'getting faster';

  return slope > 0 ? 'rising' : 'falling';
}

/** A drift is of the time since the last change: the first hour with a value from there on. */
export function driftStartMs({ conclusion, hourly, from }: SeriesAnalysis): number {
  const lastChangeMs = changesOf(conclusion)?.at(-1)?.atMs ?? -Infinity;
  const first = hourly.values.findIndex(
    (value, index) => !Number.isNaN(value) && hourly.startMs + index * HOUR_MS >= lastChangeMs,
  );

  return first < 0 ? Date.parse(from) : hourly.startMs + first * HOUR_MS;
}

/** `stepped up by 60 ms (95%: 52 to 68 ms), 30%, on 22 October at 13:00 UTC, from 200 to 260 ms`. */
export function changeWords(change: ChangePoint, unit: MetricUnit, nowMs: number): string {
  const { before, after, fromMs, toMs } = change;
  const shift = change.shift.value < 0 ? mirrored(change.shift) : change.shift;
  const way = change.shift.value < 0 ? 'down' : 'up';
  const share = before > 0 ? `; ${formatShare(shift.value / before)}` : '';
  const interval = `${formatShare(shift.confidence)}: ${formatMetricInterval(shift.low, shift.high, unit)}`;

  return `stepped ${way} by ${formatMetric(shift.value, unit)} (${interval}${share}) ${formatMoment(fromMs, toMs, nowMs)}, from ${formatMetricInterval(before, after, unit)}`;
}

/** What is said of budgets; nothing where it cannot be told. */
export function budgetWords(analysis: SeriesAnalysis, nowMs: number): readonly string[] {
  const { metric } = analysis.series;
  const coming = candidatesOf(analysis).flatMap(({ subject }) => {
    if (subject.kind !== 'forecast') return [];
    const limit = limitWords(metric, subject.budget.max);
    const { statistic } = subject.budget;
    return [`at this rate ${statistic} reaches ${limit} ${crossingWords(subject.forecast, nowMs)}`];
  });

  return [...coming, ...crossedWords(analysis)];
}

/** Budgets that lie below what is measured, whether or not anything moves. */
export function crossedBudgets({ forecasts }: SeriesAnalysis): readonly BudgetPlan[] {
  return forecasts.flatMap(({ budget, outcome }) => (outcome.kind === 'crossed' ? [budget] : []));
}

function crossedWords(analysis: SeriesAnalysis): readonly string[] {
  return crossedBudgets(analysis).map(
    ({ statistic, metric, max }) => `${statistic} is above ${limitWords(metric, max)} already`,
  );
}

function limitWords(metric: string, max: number): string {
  return `its budget of ${formatMetric(max, unitOfMetric(metric))}`;
}

/** When a budget will be crossed: `between 4 and 19 December`. */
export function crossingWords({ earliestMs, latestMs }: Forecast, nowMs: number): string {
  return latestMs === null
    ? `on ${formatDay(earliestMs, nowMs)} at the earliest (no latest day can be told)`
    : formatDays(earliestMs, latestMs, nowMs);
}

/** What is said where nothing was found: steady, or why nobody can tell. */
function quietWords(analysis: SeriesAnalysis, nowMs: number): SeriesDescription {
  const { conclusion } = analysis;
  const drift = driftTestOf(conclusion);
  const refusals = refusalsOf(analysis);
  if (conclusion.kind === 'refused' || (drift === null && changesOf(conclusion) === null)) {
    const reasons = refusals.map((each) => refusalWords(each, Date.parse(analysis.to), nowMs));
    return { tone: 'unknown', words: `cannot be told yet: ${[...new Set(reasons)].join('; ')}` };
  }
  const open = refusals.map((each) => refusalWords(each, Date.parse(analysis.to), nowMs));
  const clauses = [
    ...(drift === null ? ['no step was found'] : [steadyWords(drift, analysis, nowMs)]),
    ...doubtfulWords(analysis),
    ...undoneWords(analysis, nowMs),
    ...crossedWords(analysis),
    ...open,
  ];

  return { tone: 'steady', words: `is steady: ${clauses.join('; ')}` };
}

/** Why the tests of a series could not be made. */
export function refusalsOf({ conclusion }: SeriesAnalysis): readonly InsufficientData[] {
  return [refusalOf(conclusion.drift), refusalOf(conclusion.changes)].filter(
    (each) => each !== null,
  );
}

/** `a drift needs 14 days with data, there are 9: 5 more days at the present rate, until about …`. */
export function refusalWords(
  { reason, moreDays }: InsufficientData,
  toMs: number,
  nowMs: number,
): string {
  if (moreDays === null) return `${reason} (more days will not help)`;
  const days = Math.ceil(moreDays);
  const when = formatDay(Math.max(toMs, nowMs) + days * DAY_MS, nowMs);

  return `${reason}: ${days} more ${days === 1 ? 'day' : 'days'} at the present rate, until about ${when}`;
}

function steadyWords(drift: DriftTest, analysis: SeriesAnalysis, nowMs: number): string {
  const rate = rateWords(drift.slopePerDay, drift.level, analysis.unit);
  const confidence = formatShare(drift.slopePerDay.confidence);
  const since = formatDay(driftStartMs(analysis), nowMs);

  return `any drift since ${since} lies within ${rate.span} a week (${confidence})`;
}

/** What a test alone would call a finding, and all tests together do not. */
function doubtfulWords({ conclusion, q }: SeriesAnalysis): readonly string[] {
  const drift = driftTestOf(conclusion);
  const isDrift = conclusion.kind === 'drift' || conclusion.kind === 'both';
  const changes =
    conclusion.kind === 'step' || conclusion.kind === 'both' ? changesOf(conclusion) : null;

  return [
    ...(isDrift && drift !== null ? [chanceWords('a drift', drift.p, q.drift)] : []),
    ...(changes ?? []).flatMap(({ p }, index) => {
      const corrected = q.changes[index] ?? null;
      return isFound(p, corrected) ? [] : [chanceWords('a step', p, corrected)];
    }),
  ];
}

function chanceWords(what: string, p: number, q: number | null): string {
  const corrected = q === null ? '' : `, q ${formatProbability(q)}`;

  return `${what} (p ${formatProbability(p)}${corrected}) does not stand out of all that was looked at`;
}

function undoneWords(analysis: SeriesAnalysis, nowMs: number): readonly string[] {
  return undoneChanges(analysis).map(({ change, by }) => {
    const { value } = change.shift;
    const way = value > 0 ? 'higher' : 'lower';
    const size = formatMetric(Math.abs(value), analysis.unit);
    return `it stood ${size} ${way} from ${formatDay(change.atMs, nowMs)} to ${formatDay(by.atMs, nowMs)}`;
  });
}

function joinWords(clauses: readonly string[]): string {
  return clauses.length < 2
    ? clauses.join('')
    : `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1) ?? ''}`;
}

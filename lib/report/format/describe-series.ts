import type { BudgetPlan } from '../../core/journey/plan.ts';
import { candidatesOf, undoneChanges } from '../../core/trends/finding-candidates.ts';
import { subjectBadness } from '../../core/trends/finding-badness.ts';
import type { SeriesAnalysis } from '../../core/trends/journey-analysis.ts';
import {
  changesOf,
  driftTestOf,
  isFound,
  shortageOf,
} from '../../core/trends/test-probabilities.ts';
import { unitOfMetric } from '../../core/rollup/metric.ts';
import type { DriftTest } from '../../core/stats/results.ts';
import type { InsufficientData } from '../../core/stats/series.ts';
import { HOUR_MS } from '../../core/base/time.ts';
import { formatConfidence } from './confidence-interval.ts';
import { describeCrossing, describeSubject, formatRate } from './describe-finding.ts';
import { describeInsufficientData, type DaysFrame } from './describe-shortage.ts';
import { formatDay } from './instant.ts';
import { formatProbabilityOf } from './number.ts';
import { formatLimit, formatMetric } from './metric.ts';

/** The colour of a conclusion. */
export type Tone = 'worse' | 'better' | 'steady' | 'unknown';

/** The conclusion about a series. `text` continues the name of the series, without its full stop. */
export interface SeriesDescription {
  readonly tone: Tone;
  readonly text: string;
}

/** The conclusion about a series: its findings and budgets, or why there is none. */
export function describeSeries(analysis: SeriesAnalysis, nowMs: number): SeriesDescription {
  const subjects = candidatesOf(analysis).map(({ subject }) => subject);
  const frame = { form: 'full', nowMs, sinceMs: driftStartMs(analysis) } as const;
  const clauses = subjects
    .filter(({ kind }) => kind !== 'forecast')
    .map((subject) => describeSubject({ subject, unit: analysis.unit }, frame));
  if (clauses.length === 0) return describeQuiet(analysis, nowMs);
  const isWorse = subjects.some((subject) => subjectBadness(subject, analysis.to) > 0);

  return {
    tone: isWorse ? 'worse' : 'better',
    text: [joined(clauses), ...describeBudgets(analysis, nowMs)].join('; '),
  };
}

/** Budgets that are exceeded already, whether or not anything moves. */
export function crossedBudgets({ forecasts }: SeriesAnalysis): readonly BudgetPlan[] {
  return forecasts.flatMap(({ budget, outcome }) => (outcome.kind === 'crossed' ? [budget] : []));
}

/** A drift is of the time since the last change: the first hour with a value from there on. */
function driftStartMs({ conclusion, hourly, from }: SeriesAnalysis): number {
  const lastChangeMs = changesOf(conclusion)?.at(-1)?.atMs ?? -Infinity;
  const first = hourly.values.findIndex(
    (value, index) => !Number.isNaN(value) && hourly.startMs + index * HOUR_MS >= lastChangeMs,
  );

  return first < 0 ? Date.parse(from) : hourly.startMs + first * HOUR_MS;
}

function describeBudgets(analysis: SeriesAnalysis, nowMs: number): readonly string[] {
  const { metric } = analysis.series;
  const coming = candidatesOf(analysis).flatMap(({ subject }) => {
    if (subject.kind !== 'forecast') return [];
    const { statistic, max } = subject.budget;
    const limit = formatLimit(max, unitOfMetric(metric));
    return [
      `at this rate ${statistic} reaches its budget of ${limit} ${describeCrossing(subject.forecast, nowMs)}`,
    ];
  });

  return [...coming, ...describeCrossed(analysis)];
}

function describeCrossed(analysis: SeriesAnalysis): readonly string[] {
  return crossedBudgets(analysis).map(
    ({ statistic, metric, max }) =>
      `${statistic} exceeds its budget of ${formatLimit(max, unitOfMetric(metric))}`,
  );
}

/** Where nothing was found: steady, or not enough data. */
function describeQuiet(analysis: SeriesAnalysis, nowMs: number): SeriesDescription {
  const { conclusion } = analysis;
  const drift = driftTestOf(conclusion);
  const frame = { fromMs: Date.parse(analysis.to), nowMs };
  const missing = describeMissingData(missingData(analysis), frame);
  if (drift === null && changesOf(conclusion) === null) {
    return { tone: 'unknown', text: `does not have enough data: ${missing.join('; ')}` };
  }
  const clauses = [
    drift === null ? 'no step detected' : describeSteadyDrift(drift, analysis, nowMs),
    ...describeInsignificant(analysis),
    ...describeUndone(analysis, nowMs),
    ...describeCrossed(analysis),
    ...missing,
  ];

  return { tone: 'steady', text: `is steady: ${clauses.join('; ')}` };
}

function missingData({ conclusion }: SeriesAnalysis): readonly InsufficientData[] {
  return [shortageOf(conclusion.drift), shortageOf(conclusion.changes)].filter(
    (each) => each !== null,
  );
}

/** One clause where the drift test and the test for changes lack the same days. */
function describeMissingData(
  all: readonly InsufficientData[],
  frame: DaysFrame,
): readonly string[] {
  const alike = new Set(all.map((each) => describeMissing(asDrift(each), frame)));
  const texts = new Set(all.map((each) => describeMissing(each, frame)));
  if (alike.size === 1 && texts.size > 1) {
    return [...alike].map((text) => text.replace('a drift', 'a drift or a change point'));
  }

  return [...texts];
}

function asDrift(missing: InsufficientData): InsufficientData {
  const { shortage } = missing;

  return shortage.code === 'too-few-days'
    ? { ...missing, shortage: { ...shortage, question: 'drift' } }
    : missing;
}

function describeMissing(missing: InsufficientData, frame: DaysFrame): string {
  const text = describeInsufficientData(missing, frame);

  return missing.moreDays === null ? `${text} (more days will not help)` : text;
}

function describeSteadyDrift(drift: DriftTest, analysis: SeriesAnalysis, nowMs: number): string {
  const { ends } = formatRate(drift.slopePerDay, drift.level, analysis.unit);
  const confidence = formatConfidence(drift.slopePerDay.confidence);

  return `any drift since ${formatDay(driftStartMs(analysis), nowMs)} is within ${ends} a week (${confidence})`;
}

/** Results that are significant in one test, and not after correction. */
function describeInsignificant({ conclusion, q }: SeriesAnalysis): readonly string[] {
  const { kind } = conclusion;
  const drift = kind === 'drift' || kind === 'both' ? driftTestOf(conclusion) : null;
  const changes = kind === 'step' || kind === 'both' ? (changesOf(conclusion) ?? []) : [];

  return [
    ...(drift === null ? [] : [insignificant('a drift', drift.p, q.drift)]),
    ...changes.flatMap(({ p }, index) => {
      const corrected = q.changes[index] ?? null;
      return isFound(p, corrected) ? [] : [insignificant('a step', p, corrected)];
    }),
  ];
}

function insignificant(what: string, p: number, q: number | null): string {
  const corrected = q === null ? '' : `, ${formatProbabilityOf('q', q)}`;

  return `${what} (${formatProbabilityOf('p', p)}${corrected}) is not significant after correction for multiple tests`;
}

function describeUndone(analysis: SeriesAnalysis, nowMs: number): readonly string[] {
  return undoneChanges(analysis).map(({ change, by }) => {
    const { value } = change.shift;
    const way = value > 0 ? 'higher' : 'lower';
    const size = formatMetric(Math.abs(value), analysis.unit);
    return `it was ${size} ${way} from ${formatDay(change.atMs, nowMs)} to ${formatDay(by.atMs, nowMs)}`;
  });
}

function joined(clauses: readonly string[]): string {
  return clauses.length < 2
    ? clauses.join('')
    : `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1) ?? ''}`;
}

import type { Explanation } from '../explain/explanation.ts';
import type { ChangePoint } from '../stats/results.ts';
import type { FindingSubject } from './finding.ts';
import type { SeriesAnalysis } from './journey-analysis.ts';
import { changesOf, driftTestOf, isFound } from './test-probabilities.ts';
import { MAX_DAYS_AHEAD } from './trend-range.ts';
import { DAY_MS } from '../base/time.ts';

/** A result of one analysis, before it is compared with the stored findings. */
export interface Candidate {
  readonly subject: FindingSubject;
  readonly q: number | null;
  readonly explanation: Explanation | null;
}

/** A change that a later one undid. */
export interface UndoneChange {
  readonly change: ChangePoint;
  readonly by: ChangePoint;
}

/** A level has returned if less than this share of the change is left. */
const LEFT_SHARE = 0.5;

/** The significant results of a series: its drift, its changes that were not undone, its forecasts. */
export function candidatesOf(analysis: SeriesAnalysis): readonly Candidate[] {
  const drift = driftCandidate(analysis);

  return [
    ...(drift === null ? [] : [drift, ...forecastCandidates(analysis, drift)]),
    ...changeCandidates(analysis),
  ];
}

/** The changes that were found and that a later one undid. */
export function undoneChanges(analysis: SeriesAnalysis): readonly UndoneChange[] {
  const { undone } = settle(foundChanges(analysis).map(({ change }) => change));

  return undone;
}

function driftCandidate({ conclusion, q, explanations }: SeriesAnalysis): Candidate | null {
  const drift = driftTestOf(conclusion);
  if (drift === null || (conclusion.kind !== 'drift' && conclusion.kind !== 'both')) return null;
  if (!isFound(drift.p, q.drift)) return null;

  return { subject: { kind: 'drift', drift }, q: q.drift, explanation: explanations.drift };
}

/** Forecasts only of a drifting series: a steady one does not approach a budget. */
function forecastCandidates(
  { forecasts, to }: SeriesAnalysis,
  { explanation }: Candidate,
): readonly Candidate[] {
  const latestMs = Date.parse(to) + MAX_DAYS_AHEAD * DAY_MS;

  return forecasts.flatMap(({ budget: { statistic, max }, outcome }) => {
    if (outcome.kind !== 'forecast' || outcome.atMs > latestMs) return [];
    const budget = { statistic, max };
    return [{ subject: { kind: 'forecast', forecast: outcome, budget }, q: null, explanation }];
  });
}

function changeCandidates(analysis: SeriesAnalysis): readonly Candidate[] {
  const found = foundChanges(analysis);
  const { lasting } = settle(found.map(({ change }) => change));

  return found
    .filter(({ change }) => lasting.includes(change))
    .map(({ change, ...rest }) => ({ subject: { kind: 'change', change }, ...rest }));
}

function foundChanges({
  conclusion,
  q,
  explanations,
}: SeriesAnalysis): readonly (Omit<Candidate, 'subject'> & { readonly change: ChangePoint })[] {
  if (conclusion.kind !== 'step' && conclusion.kind !== 'both') return [];

  return (changesOf(conclusion) ?? [])
    .map((change, index) => ({
      change,
      q: q.changes[index] ?? null,
      explanation: explanations.changes[index] ?? null,
    }))
    .filter(({ change, q: corrected }) => isFound(change.p, corrected));
}

/**
 * Sorts changes, oldest first, into lasting ones and those that a later one undid. A change that
 * undid another is in neither list.
 */
function settle(changes: readonly ChangePoint[]): {
  readonly lasting: readonly ChangePoint[];
  readonly undone: readonly UndoneChange[];
} {
  const lasting: ChangePoint[] = [];
  const undone: UndoneChange[] = [];
  for (const change of changes) {
    const last = lasting.at(-1);
    if (last !== undefined && bringsBack(last, change)) {
      lasting.pop();
      undone.push({ change: last, by: change });
    } else {
      lasting.push(change);
    }
  }

  return { lasting, undone };
}

function bringsBack(earlier: ChangePoint, later: ChangePoint): boolean {
  if (Math.sign(earlier.shift.value) === Math.sign(later.shift.value)) return false;
  const left = Math.abs(later.after - earlier.before);

  return left < LEFT_SHARE * Math.abs(earlier.shift.value);
}

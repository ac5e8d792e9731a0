import type { InsufficientData } from '../stats/series.ts';
import type { Finding, FindingSubject, ResolutionReason } from './finding.ts';
import { candidatesOf, undoneChanges } from './finding-candidates.ts';
import type { BudgetForecast, SeriesAnalysis } from './journey-analysis.ts';
import { isSameChange } from './same-subject.ts';
import { shortageOf } from './test-probabilities.ts';
import { MAX_DAYS_AHEAD } from './trend-range.ts';
import { DAY_MS } from '../base/time.ts';

/** The consequence of an analysis that did not detect a finding again. */
export interface NotDetected {
  readonly reason: ResolutionReason;
  /**
   * When that resolves the finding: `now`, or when the `next` analysis does not detect it either.
   * `untested`: the test could not be made, which means nothing for a while.
   */
  readonly resolves: 'now' | 'next' | 'untested';
}

/** A change needs so many days before it to be detected. */
const EDGE_DAYS = 14;

/** Why an analysis did not detect a finding again. */
export function resolutionReason({ subject }: Finding, analysis: SeriesAnalysis): NotDetected {
  switch (subject.kind) {
    case 'drift':
      return driftReason(analysis);
    case 'change':
      return changeReason(subject, analysis);
    case 'forecast':
      return forecastReason(subject, analysis);
  }
}

function driftReason(analysis: SeriesAnalysis): NotDetected {
  const { conclusion } = analysis;
  if (conclusion.kind === 'step') return next({ code: 'explained-by-change' });
  const missing = shortageOf(conclusion.drift);
  if (missing !== null) return untested(missing);

  return next({ code: hasDrift(analysis) ? 'reversed' : 'not-detected' });
}

function changeReason(
  { change }: Extract<FindingSubject, { readonly kind: 'change' }>,
  analysis: SeriesAnalysis,
): NotDetected {
  const undone = undoneChanges(analysis).find((each) => isSameChange(each.change, change));
  if (undone !== undefined) {
    return now({ code: 'level-returned', on: new Date(undone.by.atMs).toISOString() });
  }
  if (change.atMs < Date.parse(analysis.from) + EDGE_DAYS * DAY_MS) {
    return now({ code: 'too-far-back' });
  }
  const { conclusion } = analysis;
  const missing = shortageOf(conclusion.changes);
  if (missing !== null) return untested(missing);

  return next({ code: conclusion.kind === 'drift' ? 'explained-by-drift' : 'not-detected' });
}

function forecastReason(
  { budget }: Extract<FindingSubject, { readonly kind: 'forecast' }>,
  analysis: SeriesAnalysis,
): NotDetected {
  const forecast = analysis.forecasts.find(
    (each) => each.budget.statistic === budget.statistic && each.budget.max === budget.max,
  );
  if (forecast === undefined) return now({ code: 'budget-changed' });
  if (forecast.outcome.kind === 'crossed') return now({ code: 'budget-crossed' });
  if (!hasDrift(analysis)) return next({ code: 'drift-resolved' });

  return next(outlook(forecast.outcome));
}

function outlook(outcome: BudgetForecast['outcome']): ResolutionReason {
  switch (outcome.kind) {
    case 'insufficient-data':
      return { code: 'no-forecast', shortage: outcome.shortage };
    case 'forecast':
      return { code: 'budget-far', days: MAX_DAYS_AHEAD };
    case 'not-reached':
    case 'crossed':
      return { code: 'budget-not-reached' };
  }
}

function hasDrift(analysis: SeriesAnalysis): boolean {
  return candidatesOf(analysis).some(({ subject }) => subject.kind === 'drift');
}

function now(reason: ResolutionReason): NotDetected {
  return { reason, resolves: 'now' };
}

function next(reason: ResolutionReason): NotDetected {
  return { reason, resolves: 'next' };
}

function untested({ shortage }: InsufficientData): NotDetected {
  return { reason: { code: 'untestable', shortage }, resolves: 'untested' };
}

import type { Finding, FindingSubject } from './finding.ts';
import { candidatesOf, undoneChanges } from './finding-candidates.ts';
import type { BudgetForecast, SeriesAnalysis } from './journey-analysis.ts';
import { isSameChange } from './same-subject.ts';
import { refusalOf } from './test-probabilities.ts';
import { MAX_DAYS_AHEAD } from './trend-range.ts';
import { DAY_MS } from '../base/time.ts';

/** Why a finding that was not found again ends. */
export interface EndReason {
  /** For people: `it …`, of the finding. */
  readonly reason: string;
  /** True: there is no doubt. False: it ends when the next look does not find it either. */
  readonly atOnce: boolean;
  /** True: the test could not be made. That says nothing of the finding, for a while. */
  readonly untested?: true;
}

/** A change needs so many days before it to be found. */
const EDGE_DAYS = 14;

/** Says what became of a finding that a look did not find again. */
export function endReason({ subject }: Finding, analysis: SeriesAnalysis): EndReason {
  switch (subject.kind) {
    case 'drift':
      return driftEnd(analysis);
    case 'change':
      return changeEnd(subject, analysis);
    case 'forecast':
      return forecastEnd(subject, analysis);
  }
}

function driftEnd(analysis: SeriesAnalysis): EndReason {
  const { conclusion } = analysis;
  if (conclusion.kind === 'step') return { reason: 'a change explains it better', atOnce: false };
  const refusal = refusalOf(conclusion.drift);
  if (refusal !== null) return untested(refusal.reason);

  return {
    reason: hasDrift(analysis) ? 'it has turned' : 'no drift is found any more',
    atOnce: false,
  };
}

function untested(reason: string): EndReason {
  return { reason: `it could not be tested any more: ${reason}`, atOnce: false, untested: true };
}

function changeEnd(
  { change }: Extract<FindingSubject, { readonly kind: 'change' }>,
  analysis: SeriesAnalysis,
): EndReason {
  const undone = undoneChanges(analysis).find((each) => isSameChange(each.change, change));
  if (undone !== undefined) {
    const day = new Date(undone.by.atMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
    return { reason: `the level came back on ${day}`, atOnce: true };
  }
  if (change.atMs < Date.parse(analysis.from) + EDGE_DAYS * DAY_MS) {
    return { reason: 'it lies too far back to be looked at', atOnce: true };
  }
  const { conclusion } = analysis;
  const refusal = refusalOf(conclusion.changes);
  if (refusal !== null) return untested(refusal.reason);
  const reason =
    conclusion.kind === 'drift' ? 'a drift explains it better' : 'it is not found any more';

  return { reason, atOnce: false };
}

function forecastEnd(
  { budget }: Extract<FindingSubject, { readonly kind: 'forecast' }>,
  analysis: SeriesAnalysis,
): EndReason {
  const now = analysis.forecasts.find(
    (each) => each.budget.statistic === budget.statistic && each.budget.max === budget.max,
  );
  if (now === undefined) return { reason: 'the budget has changed', atOnce: true };
  if (now.outcome.kind === 'crossed') return { reason: 'the budget is crossed', atOnce: true };
  if (!hasDrift(analysis)) return { reason: 'the drift has ended', atOnce: false };

  return { reason: outlook(now.outcome), atOnce: false };
}

function outlook(outcome: BudgetForecast['outcome']): string {
  switch (outcome.kind) {
    case 'refused':
      return outcome.reason;
    case 'forecast':
      return `the budget will be reached in more than ${MAX_DAYS_AHEAD} days`;
    case 'not-reached':
    case 'crossed':
      return 'as it goes, the budget will not be reached';
  }
}

function hasDrift(analysis: SeriesAnalysis): boolean {
  return candidatesOf(analysis).some(({ subject }) => subject.kind === 'drift');
}

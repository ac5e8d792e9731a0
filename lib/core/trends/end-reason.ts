import type { Finding, FindingSubject } from './finding.ts';
import { candidatesOf, undoneChanges } from './finding-candidates.ts';
import type { BudgetForecast, SeriesAnalysis } from './journey-analysis.ts';
import { isSameChange } from './same-subject.ts';
import { refusalOf } from './test-probabilities.ts';
import { MOST_DAYS_AHEAD } from './trend-range.ts';

/** Why a finding that was not found again ends. */
export interface EndReason {
  /** For people: `it …`, of the finding. */
  readonly reason: string;
  /** True: there is no doubt. False: it ends when the next look does not find it either. */
  readonly atOnce: boolean;
}

const DAY_MS = 86_400_000;

/** A change needs so many days before it to be found. */
const EDGE_DAYS = 14;

/** Says what became of a finding that a look did not find again. */
export function endReason({ subject }: Finding, analysis: SeriesAnalysis): EndReason {
  switch (subject.kind) {
    case 'drift':
      return { reason: driftEnd(analysis), atOnce: false };
    case 'change':
      return changeEnd(subject, analysis);
    case 'forecast':
      return forecastEnd(subject, analysis);
  }
}

function driftEnd(analysis: SeriesAnalysis): string {
  const { verdict } = analysis;
  const refusal = refusalOf(verdict.drift);
  if (refusal !== null) return refusal.reason;
  if (hasDrift(analysis)) return 'it has turned';

  return verdict.kind === 'step' ? 'a change explains it better' : 'no drift is found any more';
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
  const { verdict } = analysis;
  const refusal = refusalOf(verdict.changes);
  if (refusal !== null) return { reason: refusal.reason, atOnce: false };
  const reason =
    verdict.kind === 'drift' ? 'a drift explains it better' : 'it is not found any more';

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
      return `the budget will be reached in more than ${MOST_DAYS_AHEAD} days`;
    case 'not-reached':
    case 'crossed':
      return 'as it goes, the budget will not be reached';
  }
}

function hasDrift(analysis: SeriesAnalysis): boolean {
  return candidatesOf(analysis).some(({ subject }) => subject.kind === 'drift');
}

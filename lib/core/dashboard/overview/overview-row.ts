import type { LastRun, OverviewState } from './overview-page.ts';
import type { TrendStatus } from '../../trends/trend-status.ts';
import type { BudgetCheck } from '../status/status.ts';

/** The facts that decide the state of a series. */
export interface StateFacts {
  readonly last: LastRun | null;
  /** A run that the schedule expects has no record. */
  readonly lacksRun: boolean;
  readonly budgets: readonly Pick<BudgetCheck, 'status'>[];
  readonly trend: Pick<TrendStatus, 'direction'>;
}

/** The worst state that applies, in the order of {@link OverviewState}. */
export function overviewState(facts: StateFacts): OverviewState {
  const ofLast = stateOfLast(facts.last);
  if (ofLast === 'failing' || ofLast === 'errored') return ofLast;
  if (ofLast === 'missing' || facts.lacksRun) return 'missing';
  if (facts.budgets.some(({ status }) => status === 'exceeded')) return 'over-budget';

  return facts.trend.direction === 'worse' ? 'worsening' : ofLast;
}

function stateOfLast(last: LastRun | null): OverviewState {
  switch (last?.outcome) {
    case 'failed':
      return 'failing';
    case 'errored':
      return 'errored';
    case 'missing':
      return 'missing';
    case 'passed':
      return 'passing';
    case 'skipped':
    case undefined:
      return 'waiting';
  }
}

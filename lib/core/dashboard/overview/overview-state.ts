import type { LastRun, OverviewState } from './overview-page.ts';
import type { BudgetCheck, TrendStanding } from '../status/status.ts';

/** What a series' state follows from. */
export interface StateFacts {
  readonly last: LastRun | null;
  /** The schedule promised a slot that has no record. */
  readonly lacksSlot: boolean;
  readonly budgets: readonly Pick<BudgetCheck, 'standing'>[];
  readonly trend: Pick<TrendStanding, 'direction'>;
}

/** The worst of what holds, as {@link OverviewState} ranks it. */
export function overviewState(facts: StateFacts): OverviewState {
  const ofLast = stateOfLast(facts.last);
  if (ofLast === 'failing' || ofLast === 'errored') return ofLast;
  if (ofLast === 'missing' || facts.lacksSlot) return 'missing';
  if (facts.budgets.some(({ standing }) => standing === 'exceeded')) return 'over-budget';

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

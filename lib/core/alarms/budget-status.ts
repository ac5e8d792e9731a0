import type { BudgetPlan, JourneyPlan } from '../journey/plan.ts';
import { slotRhythm } from './alarm-periods.ts';
import { budgetPeriods } from './budget-periods.ts';
import type { SampleSource } from './datapoints.ts';
import { budgetMetricName, journeyDimensions, metricNamespace } from './metric-names.ts';
import { statisticOf } from './statistic.ts';

/** A budget as it stands in one region. */
export interface BudgetStatus extends BudgetPlan {
  /** Null while there are too few runs to say. */
  readonly value: number | null;
}

/** How unlikely it must be that all samples lie on one side of the percentile by chance. */
const CHANCE = 0.05;

/**
 * Each budget of a journey in one region: the percentile, by nearest rank, of the samples of the
 * period that its alarm looks at. Null with fewer samples than bound it: of n independent ones, all
 * lie below the true percentile p with probability pⁿ, which must be less than 5% (5 samples for
 * p50, 11 for p75, 59 for p95).
 */
export function budgetStatuses(
  plan: JourneyPlan,
  samplesOf: SampleSource,
  at: { readonly stage: string; readonly region: string; readonly nowMs: number },
): readonly BudgetStatus[] {
  const rhythm = slotRhythm(plan.schedule);

  return plan.budgets.map((budget) => {
    const { statistic } = budget;
    const { periodSeconds } = budgetPeriods(rhythm, statistic);
    const values = samplesOf({
      namespace: metricNamespace(at.stage),
      name: budgetMetricName(budget.metric),
      dimensions: journeyDimensions(plan.name, at.region),
      statistic,
    })
      .filter(({ atMs }) => atMs >= at.nowMs - periodSeconds * 1_000 && atMs <= at.nowMs)
      .map(({ value }) => value);
    const enough = (Number(statistic.slice(1)) / 100) ** values.length < CHANCE;

    return { ...budget, value: enough ? statisticOf(statistic, values) : null };
  });
}

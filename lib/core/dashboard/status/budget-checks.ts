import type { BudgetPlan } from '../../journey/plan.ts';
import { unitOfMetric } from '../../rollup/metric.ts';
import type { HistogramCodec } from '../../rollup/rollup.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { InsufficientData } from '../../stats/series.ts';
import { mergedQuantile } from '../history/merged-sample.ts';
import { rounded } from '../journey/quantile-bands.ts';
import type { SeriesHistory } from '../history/series-history.ts';
import type { BudgetCheck } from './status.ts';

const PERCENT = 100;

/** Compares the percentile of each budget, over all values of the range, with its limit. */
export async function budgetChecks(
  budgets: readonly BudgetPlan[],
  history: SeriesHistory,
  codec: HistogramCodec,
): Promise<readonly BudgetCheck[]> {
  const checks: BudgetCheck[] = [];
  for (const budget of budgets) {
    const { metric, statistic, max } = budget;
    const values = await history.metric(metric, 'days');
    const rollups = values.map(({ rollup }) => rollup);
    const estimate = mergedQuantile(rollups, Number(statistic.slice(1)) / PERCENT, codec);
    const status = budgetStatus(estimate, max);
    checks.push({ ...budget, unit: unitOfMetric(metric), estimate: rounded(estimate), status });
  }

  return checks;
}

/** Compares the interval of an estimate with a limit. */
export function budgetStatus(
  estimate: QuantileEstimate | InsufficientData,
  max: number,
): BudgetCheck['status'] {
  if (estimate.kind === 'insufficient-data') return 'unknown';
  if (estimate.low > max) return 'exceeded';

  return estimate.high <= max ? 'within' : 'unsure';
}

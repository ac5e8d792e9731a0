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

/** Holds each budget's own statistic, of all values of the range, against its limit. */
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
    const standing = standingOf(estimate, max);
    checks.push({ ...budget, unit: unitOfMetric(metric), estimate: rounded(estimate), standing });
  }

  return checks;
}

/** On which side of a limit an estimate lies, with all of its interval. */
export function standingOf(
  estimate: QuantileEstimate | InsufficientData,
  max: number,
): BudgetCheck['standing'] {
  if (estimate.kind === 'refused') return 'unknown';
  if (estimate.low > max) return 'exceeded';

  return estimate.high <= max ? 'within' : 'unsure';
}

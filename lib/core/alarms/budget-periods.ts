import { DAY_SECONDS, HOUR_SECONDS } from '../base/time.ts';
import type { BudgetPlan } from '../journey/plan.ts';
import type { SlotRhythm } from './alarm-periods.ts';

const CANDIDATES = [HOUR_SECONDS, 6 * HOUR_SECONDS, DAY_SECONDS, 7 * DAY_SECONDS] as const;

/**
 * The shortest of an hour, six, a day and a week in which about as many runs start in a region as
 * the percentile needs, by CloudWatch's own rule: 10 / (1 − percentile), or 10 / percentile below
 * 0.5. A week where none is enough; the number of runs says how far it carries.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export function budgetPeriods(
  { sequenceMs }: SlotRhythm,
  statistic: BudgetPlan['statistic'],
): { readonly periodSeconds: number; readonly runs: number } {
  const meanGapMs =
    sequenceMs.reduce((total, gap) => total + gap, 0) / sequenceMs.length || Infinity;
  const percentile = Number(statistic.slice(1)) / 100;
  const needed = 10 / Math.min(percentile, 1 - percentile);
  const sized = CANDIDATES.map((periodSeconds) => ({
    periodSeconds,
    runs: Math.max(1, Math.floor((periodSeconds * 1_000) / meanGapMs)),
  }));
  const [, , , week = { periodSeconds: 7 * DAY_SECONDS, runs: 1 }] = sized;

  // Binary fractions: 10 / (1 − 0.95) is a little more than 200.
  return sized.find(({ runs }) => runs >= Math.floor(needed + 1e-6)) ?? week;
}

import type { BudgetPlan } from '../../journey/plan.ts';
import {
  hostPhaseOfMetric,
  LCP_PART_METRICS,
  stepOfMetric,
  VITAL_NAMES,
  VOLUME_METRICS,
} from '../../rollup/metric.ts';
import type { Piece } from '../history/series-history.ts';

/**
 * The metrics that some pieces have values of, in the order that people look for them: `duration`,
 * those of budgets, steps, vitals and their parts, volumes, phases by host, and what is left.
 */
export function metricsOf(
  pieces: readonly Pick<Piece, 'metrics'>[],
  budgets: readonly BudgetPlan[],
): readonly string[] {
  // Most pieces share one set.
  const sets = new Set(pieces.map(({ metrics }) => metrics));
  const known = new Set([...sets].flatMap((metrics) => [...metrics]));
  const sorted = [...known].toSorted();
  const groups = [
    ['duration', ...budgets.map(({ metric }) => metric)],
    sorted.filter((metric) => stepOfMetric(metric) !== null),
    VITAL_NAMES,
    LCP_PART_METRICS,
    Object.values(VOLUME_METRICS),
    sorted.filter((metric) => hostPhaseOfMetric(metric) !== null),
    sorted,
  ];

  return [...new Set(groups.flat())].filter((metric) => known.has(metric));
}

import type { BudgetPlan, JourneyPlan } from '../journey/plan.ts';
import { INSTRUMENT_METRICS, stepOfMetric, VITAL_NAMES } from '../rollup/metric.ts';
import type { RollupStore } from '../rollup/rollup.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { DAY_MS, isoRange, type TimeRange } from '../base/time.ts';

/** The metrics of a journey in a region that are analysed. */
export interface AnalysedMetrics {
  /** `duration` first, then those of budgets, steps and vitals. */
  readonly own: readonly string[];
  /** Metrics of the measuring machine. */
  readonly instrument: readonly string[];
}

/** A metric without a value for so long is not analysed: a step that was renamed, for example. */
export const MAX_SILENT_DAYS = 14;

/**
 * The metrics to analyse: those with a value in the last two weeks. Phases of hosts and volumes are not
 * analysed; explanations use them.
 */
export async function analysedMetrics(
  plan: Pick<JourneyPlan, 'budgets'>,
  series: SlotSeries & { readonly range: TimeRange },
  { rollups }: { readonly rollups: Pick<RollupStore, 'slots'> },
): Promise<AnalysedMetrics> {
  const { fromMs, toMs } = series.range;
  const recent = isoRange({ fromMs: Math.max(fromMs, toMs - MAX_SILENT_DAYS * DAY_MS), toMs });
  // A day has a rollup only when it is over.
  const newest = isoRange({ fromMs: toMs - 2 * DAY_MS, toMs });
  const slots = [
    ...(await rollups.slots(series, 'day', recent)),
    ...(await rollups.slots(series, 'hour', newest)),
  ];
  const known = new Set(slots.flatMap(({ rollup }) => rollup.metrics));
  const wanted = ['duration', ...budgetMetrics(plan.budgets), ...stepsOf(known), ...VITAL_NAMES];

  return {
    own: [...new Set(wanted)].filter((metric) => known.has(metric)),
    instrument: Object.values(INSTRUMENT_METRICS).filter((metric) => known.has(metric)),
  };
}

function budgetMetrics(budgets: readonly BudgetPlan[]): readonly string[] {
  return budgets.map(({ metric }) => metric);
}

function stepsOf(known: ReadonlySet<string>): readonly string[] {
  return [...known].filter((metric) => stepOfMetric(metric) !== null).toSorted();
}

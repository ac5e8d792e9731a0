import type { BudgetPlan, JourneyPlan } from '../journey/plan.ts';
import { INSTRUMENT_METRICS, stepOfMetric, VITAL_NAMES } from '../rollup/metric.ts';
import type { RollupStore } from '../rollup/rollup-store.ts';
import type { SlotSeries } from '../schedule/slot-offset.ts';
import { isoRange, type TrendRange } from './trend-range.ts';

/** The metrics of a series of slots that are looked at. */
export interface AnalysedMetrics {
  /** `duration` first, then those of budgets, steps and vitals. */
  readonly own: readonly string[];
  /** Of the machine that measures. */
  readonly instrument: readonly string[];
}

const DAY_MS = 86_400_000;

/** A metric without a value for so long is of the past: a step that was renamed, a vital gone. */
export const MOST_SILENT_DAYS = 14;

/**
 * Which metrics there are to look at: those that had a value in the last two weeks. Phases of hosts
 * are not among them, they explain; nor are volumes.
 */
export async function analysedMetrics(
  plan: Pick<JourneyPlan, 'budgets'>,
  series: SlotSeries & { readonly range: TrendRange },
  { rollups }: { readonly rollups: Pick<RollupStore, 'slots'> },
): Promise<AnalysedMetrics> {
  const { fromMs, toMs } = series.range;
  const recent = { fromMs: Math.max(fromMs, toMs - MOST_SILENT_DAYS * DAY_MS), toMs };
  // Days begin at midnight; the one that holds the range's start begins before it.
  const days = await rollups.slots(series, 'day', isoRange(wholeDays(recent)));
  const known = new Set(days.flatMap(({ rollup }) => rollup.metrics));
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

function wholeDays({ fromMs, toMs }: TrendRange): TrendRange {
  return { fromMs: Math.floor(fromMs / DAY_MS) * DAY_MS, toMs };
}

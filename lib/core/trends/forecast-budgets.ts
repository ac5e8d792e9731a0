import type { BudgetPlan } from '../journey/plan.ts';
import type { DailySeries } from '../stats/hourly-medians.ts';
import { forecastCrossing } from '../stats/forecast.ts';
import type { SeriesConclusion } from '../stats/results.ts';
import type { MetricSeries } from './finding.ts';
import type { BudgetForecast } from './journey-analysis.ts';
import { readDaily, type SeriesPorts } from './read-series.ts';
import { DAY_MS, type TimeRange } from '../base/time.ts';

/** A budget is crossed when the median of so many newest days is above it: one bad day is none. */
const CROSSED_DAYS = 3;
const PERCENT = 100;

/**
 * When each budget of a metric will be crossed: from the days since the last change, each with the
 * budget's own statistic. A series without drift has no forecast: nothing moves it towards a limit.
 */
export async function forecastBudgets(
  subject: {
    readonly series: MetricSeries;
    readonly conclusion: SeriesConclusion;
    readonly budgets: readonly BudgetPlan[];
    readonly range: TimeRange;
  },
  ports: SeriesPorts,
): Promise<readonly BudgetForecast[]> {
  const { series, conclusion, range } = subject;
  const budgets = subject.budgets.filter(({ metric }) => metric === series.metric);
  const forecasts: BudgetForecast[] = [];
  for (const budget of budgets) {
    const q = Number(budget.statistic.slice(1)) / PERCENT;
    const daily = await readDaily(ports, { ...series, q }, sinceLastChange(conclusion, range));
    forecasts.push({ budget, outcome: outcomeOf(budget, conclusion, { daily, range }) });
  }

  return forecasts;
}

function outcomeOf(
  { max, statistic }: BudgetPlan,
  { kind }: SeriesConclusion,
  { daily, range }: { readonly daily: DailySeries; readonly range: TimeRange },
): BudgetForecast['outcome'] {
  if (isAbove(daily, max)) return { kind: 'crossed' };
  if (kind !== 'drift' && kind !== 'both') {
    return {
      kind: 'insufficient-data',
      shortage: { code: 'no-drift', statistic },
      moreDays: null,
    };
  }

  const crossing = forecastCrossing(daily, max);

  // The line has reached the limit, though the last days happen to lie below.
  return crossing.kind === 'forecast' && crossing.atMs <= range.toMs
    ? { kind: 'crossed' }
    : crossing;
}

function isAbove({ values }: DailySeries, max: number): boolean {
  const newest = values.filter((value) => !Number.isNaN(value)).slice(-CROSSED_DAYS);
  const middle = newest.toSorted()[Math.floor(newest.length / 2)];

  return newest.length === CROSSED_DAYS && middle !== undefined && middle > max;
}

/** Days before a change do not show where the level goes now. */
function sinceLastChange({ kind, changes }: SeriesConclusion, range: TimeRange): TimeRange {
  if ('kind' in changes || kind === 'drift') return range;
  const lastMs = changes.at(-1)?.toMs ?? range.fromMs;

  return { fromMs: Math.max(range.fromMs, Math.ceil(lastMs / DAY_MS) * DAY_MS), toMs: range.toMs };
}

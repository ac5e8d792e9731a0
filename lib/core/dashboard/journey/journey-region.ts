import type { BudgetPlan } from '../../journey/plan.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { VITAL_NAMES } from '../../rollup/metric.ts';
import type { HistogramCodec } from '../../rollup/rollup.ts';
import { availabilityOf } from '../status/availability.ts';
import { budgetChecks } from '../status/budget-checks.ts';
import type { Grid, JourneyRegion, QuantileBands, VitalView } from './journey-page.ts';
import { mergedQuantile } from '../history/merged-sample.ts';
import type { LastRun } from '../overview/overview-page.ts';
import { quantileBands, rounded } from './quantile-bands.ts';
import type { SeriesHistory } from '../history/series-history.ts';
import { stepStack } from './step-stack.ts';
import type { TrendStatus } from '../../trends/trend-status.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';

/** The readings of a journey in a region. */
export interface RegionSubject {
  readonly history: SeriesHistory;
  readonly runs: readonly LastRun[];
  readonly trend: TrendStatus;
}

/** The settings of the page that apply to all of its regions. */
export interface RegionFrame {
  readonly metric: string;
  /** The grid of the metric's chart. */
  readonly grid: Grid;
  /** The grid of the small charts of steps and vitals. */
  readonly smallGrid: Grid;
  readonly budgets: readonly BudgetPlan[];
  readonly isBrowser: boolean;
}

const BAND_QUANTILES = [0.5, 0.75, 0.95];
const VITAL_QUANTILE = 0.75;
/** Queries of one region at once. */
const CONCURRENCY = 4;

/** The part of a journey's page on one region. */
export async function journeyRegion(
  { history, runs, trend }: RegionSubject,
  frame: RegionFrame,
  codec: HistogramCodec,
): Promise<JourneyRegion> {
  const [bands, parts, vitals, budgets] = await Promise.all([
    bandsOf(history, frame, codec),
    history.parts(),
    vitalsOf(history, frame, codec),
    budgetChecks(frame.budgets, history, codec),
  ]);

  return {
    region: history.series.region,
    availability: availabilityOf(history.pieces),
    last: history.last,
    trend,
    bands,
    steps: stepStack(frame.smallGrid, parts),
    vitals,
    budgets,
    runs,
  };
}

/** Timed runs per hour with slots; 0: there are none. */
export function timedPerHour({ pieces }: Pick<SeriesHistory, 'pieces'>): number {
  const timed = pieces.reduce((sum, piece) => sum + piece.timed, 0);
  const hours = pieces.reduce((sum, { lengthMs }) => sum + lengthMs, 0) / HOUR_MS;

  return hours === 0 ? 0 : timed / hours;
}

async function bandsOf(
  history: SeriesHistory,
  { metric, grid }: RegionFrame,
  codec: HistogramCodec,
): Promise<QuantileBands | null> {
  const values = await history.metric(metric, grid.stepMs < DAY_MS ? 'hours' : 'days');

  return quantileBands({ metric, grid, quantiles: BAND_QUANTILES, values }, codec);
}

async function vitalsOf(
  history: SeriesHistory,
  { smallGrid: grid, isBrowser }: RegionFrame,
  codec: HistogramCodec,
): Promise<readonly VitalView[]> {
  if (!isBrowser) return [];
  const views = await mapBounded(VITAL_NAMES, CONCURRENCY, async (name) => {
    const values = await history.metric(name, 'days');
    const subject = { metric: name, grid, quantiles: [VITAL_QUANTILE], values };
    const bands = quantileBands(subject, codec);
    if (bands === null) return [];
    const all = values.map(({ rollup }) => rollup);

    return [{ name, p75: rounded(mergedQuantile(all, VITAL_QUANTILE, codec)), bands }];
  });

  return views.flat();
}

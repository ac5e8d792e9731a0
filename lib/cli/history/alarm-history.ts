import {
  backtestJourney,
  type BacktestOptions,
  type JourneyBacktest,
} from '../../core/alarms/backtest.ts';
import { planForRegions } from '../../core/alarms/region-alarm.ts';
import { journeyAlarms } from '../../core/alarms/journey-alarms.ts';
import { missingSamples, type SampleLog, sampleLog } from '../../core/alarms/sample-log.ts';
import { EXTRA_PERIODS } from '../../core/alarms/evaluate-alarm.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { RunStore } from '../../core/ports.ts';
import { metricSamplesOf } from '../../core/alarms/metric-samples.ts';
import { DAY_MS } from '../../core/base/time.ts';

/** A journey whose alarms were replayed over its stored runs. */
export interface ReplayedJourney {
  /** As configured. */
  readonly plan: JourneyPlan;
  /** Runs of slots that were read, the time before the replay included. */
  readonly runs: number;
  /** Null: no run of a slot is stored. */
  readonly backtest: JourneyBacktest | null;
}

/** Replays the alarms of a journey over what is stored of it, in the regions that it ran in. */
export async function replayStored(
  plan: JourneyPlan,
  store: RunStore,
  options: BacktestOptions,
): Promise<ReplayedJourney> {
  const series = await store.listSeries();
  const regions = series.filter(({ journey }) => journey === plan.name).map(({ region }) => region);
  if (regions.length === 0) return { plan, runs: 0, backtest: null };
  const fitted = planForRegions(plan, regions);
  const fromMs = options.fromMs - lookBackMs(fitted, options);
  const log = sampleLog();
  let runs = 0;
  for (const region of fitted.regions) {
    const range = { region, fromMs, toMs: options.toMs };
    const recorded = await readSamples(fitted, range, { store, log });
    runs += recorded.size;
    const oldestMs = Math.min(...recorded);
    if (recorded.size === 0) continue;
    const slots = { recorded, fromMs: oldestMs, toMs: options.toMs };
    log.add(missingSamples(plan.schedule, { journey: plan.name, region }, slots));
  }
  if (runs === 0) return { plan, runs, backtest: null };
  const samples = { samplesOf: log.samplesOf, oldestMs: log.oldestMs() };

  return { plan, runs, backtest: backtestJourney(fitted, samples, options) };
}

/** How far before an evaluation an alarm of the journey looks. */
export function lookBackMs(plan: JourneyPlan, frame: BacktestOptions | AlarmsFrame): number {
  const spans = journeyAlarms(plan, frame).map(({ definition }) =>
    definition.kind === 'composite'
      ? 0
      : (definition.evaluationPeriods + EXTRA_PERIODS) * definition.periodSeconds * 1_000,
  );

  return Math.max(0, ...spans);
}

type AlarmsFrame = Parameters<typeof journeyAlarms>[1];

/** Reads day by day, so that not all records are in memory; the instants of slots that have one. */
async function readSamples(
  { name, budgets }: JourneyPlan,
  {
    region,
    fromMs,
    toMs,
  }: { readonly region: string; readonly fromMs: number; readonly toMs: number },
  { store, log }: { readonly store: RunStore; readonly log: SampleLog },
): Promise<ReadonlySet<number>> {
  const metrics = budgets.map(({ metric }) => metric);
  const recorded = new Set<number>();
  for (let startMs = fromMs; startMs < toMs; startMs += DAY_MS) {
    const records = await store.queryRuns({
      journey: name,
      region,
      since: new Date(startMs).toISOString(),
      until: new Date(Math.min(startMs + DAY_MS, toMs)).toISOString(),
      order: 'oldest-first',
    });
    for (const record of records) {
      log.add(metricSamplesOf(record, { metrics, counted: false }));
      if (record.scheduledAt !== null && record.outcome !== 'missing') {
        recorded.add(Date.parse(record.scheduledAt));
      }
    }
  }

  return recorded;
}

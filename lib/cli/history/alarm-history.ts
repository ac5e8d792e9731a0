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

/** The result of replaying the alarms of one journey. */
export interface ReplayedJourney {
  /** The journey as configured. */
  readonly plan: JourneyPlan;
  /** Number of scheduled runs that were read, including those before the replayed range. */
  readonly runs: number;
  /** Null: no scheduled run is stored. */
  readonly backtest: JourneyBacktest | null;
}

/** Replays the alarms of a journey over its stored runs, in the regions that have runs. */
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

/** Longest evaluation range of the journey's alarms, in milliseconds. */
function lookBackMs(plan: JourneyPlan, frame: BacktestOptions | AlarmsFrame): number {
  const spans = journeyAlarms(plan, frame).map(({ definition }) =>
    definition.kind === 'composite'
      ? 0
      : (definition.evaluationPeriods + EXTRA_PERIODS) * definition.periodSeconds * 1_000,
  );

  return Math.max(0, ...spans);
}

type AlarmsFrame = Parameters<typeof journeyAlarms>[1];

/** Reads the samples of a region day by day, to limit memory; returns the slots that have a record. */
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

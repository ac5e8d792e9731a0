import { hdrHistograms } from '../../../../lib/adapters/histogram/hdr-histogram.ts';
import { ASSUMPTIONS, PLATFORM } from '../../../../lib/core/cost/assumptions.ts';
import type { JobsManifest } from '../../../../lib/core/deploy/manifest.ts';
import { DEPLOYED_SCAN } from '../../../../lib/core/jobs/gaps.ts';
import { runHourlyJobs } from '../../../../lib/core/jobs/hourly-jobs.ts';
import type { WatchStore } from '../../../../lib/core/jobs/job-ports.ts';
import type { RollupStore } from '../../../../lib/core/rollup/rollup.ts';
import { runTrendAnalysis } from '../../../../lib/core/trends/run-trend-analysis.ts';
import { memoryAnnotationStore, memoryFindingStore } from '../../../fakes/memory-trend-stores.ts';
import { type DelayedSink, delayedSink } from './delayed-sink.ts';
import type { Faults } from './faults.ts';
import type { Execution, FunctionCode } from './function-spec.ts';
import type { SimulatedTable } from './simulated-table.ts';

/** What the jobs of the home region work with. */
export interface JobsWorld {
  readonly stage: string;
  readonly home: string;
  readonly faults: Faults;
  readonly table: SimulatedTable;
  readonly watches: WatchStore;
  readonly rollups: RollupStore;
  readonly sink: DelayedSink['put'];
  readonly manifest: () => JobsManifest;
}

const RETENTION_DAYS = 35;

/** The hourly jobs' own code. It takes as long as the cost estimate assumes. */
export function hourlyCode(world: JobsWorld): FunctionCode {
  const { stage, table, watches, rollups, manifest } = world;

  return async (_, { startMs }) => {
    const { journeys } = manifest();
    const frame = { stage, journeys, scan: DEPLOYED_SCAN, retentionDays: RETENTION_DAYS };
    const { metrics, effects } = endedSink(world, jobMs(seriesOf(world)));
    const ports = { runs: table.runs, watches, rollups, metrics };
    const clock = { epochMs: () => startMs };
    const { errors } = await runHourlyJobs(frame, { ...ports, histograms: hdrHistograms(), clock });

    return { durationMs: jobMs(seriesOf(world)), effects, error: errorOf(errors) };
  };
}

/** The trends job's own code. */
export function trendsCode(world: JobsWorld): FunctionCode {
  const findings = memoryFindingStore();
  const annotations = memoryAnnotationStore();
  const events = { publish: async (found: readonly unknown[]) => found.map(() => null) };

  return async (_, { startMs }) => {
    const durationMs = trendsMs(world);
    const { metrics, effects } = endedSink(world, durationMs);
    const clock = { epochMs: () => startMs };
    const stores = { rollups: world.rollups, runs: world.table.runs, findings, annotations };
    const ports = { ...stores, events, metrics, histograms: hdrHistograms(), clock };
    const { errors } = await runTrendAnalysis(world.manifest(), ports);

    return { durationMs, effects, error: errorOf(errors) };
  };
}

function endedSink(
  world: JobsWorld,
  afterMs: number,
): Pick<Execution, 'effects'> & { readonly metrics: ReturnType<typeof delayedSink> } {
  const effects: Execution['effects'][number][] = [];
  const metrics = delayedSink({
    ...world,
    put: world.sink,
    later: (happen) => effects.push({ afterMs, happen }),
  });

  return { effects, metrics };
}

function errorOf(errors: readonly Error[]): string | null {
  return errors.length === 0 ? null : 'AggregateError';
}

function seriesOf({ manifest }: JobsWorld): number {
  return manifest().journeys.reduce((sum, { regions }) => sum + regions.length, 0);
}

function jobMs(series: number): number {
  return PLATFORM.job.durationMs + series * PLATFORM.job.durationPerSeriesMs;
}

function trendsMs({ manifest }: JobsWorld): number {
  const metrics = manifest().journeys.reduce(
    (sum, { kind, regions }) => sum + regions.length * ASSUMPTIONS.trendMetrics[kind],
    0,
  );

  return PLATFORM.trends.durationMs + metrics * PLATFORM.trends.durationPerMetricMs;
}

import { platformAlarms } from '../alarms/platform-alarms.ts';
import { ASSUMPTIONS, PLATFORM } from './assumptions.ts';
import type { Usage } from './cost-item.ts';
import { alarmUsage, BILLED_GB, type CostConfig, type JourneyLoad } from './journey-usage.ts';
import { MONTH_HOURS, MONTH_SECONDS } from './monthly-slots.ts';

/** Heartbeat, and TrendsHeartbeat in one hour of the day: a metric is billed by the hour. */
const METRICS_OF_STAGE = 1 + 1 / 24;
/** RecorderErrors and Unreadable. */
const METRICS_OF_REGION = 2;

/** Every line of the bill that a stage has in addition to its journeys, without amounts. */
export function platformUsage(loads: readonly JourneyLoad[], config: CostConfig): readonly Usage[] {
  const regions = [...new Set(loads.flatMap(({ plan }) => plan.regions))].toSorted();

  return [
    ...regions.flatMap((region) => regionUsage(loads, region, config)),
    ...homeUsage(loads, regions, config),
  ];
}

/** A region's recorder. Records come in batches, so its cost grows more slowly than the number of runs. */
function regionUsage(
  loads: readonly JourneyLoad[],
  region: string,
  { home }: CostConfig,
): readonly Usage[] {
  const batches = batchesOf(runsIn(loads, region));
  const polls = PLATFORM.queueReceivers * (MONTH_SECONDS / PLATFORM.queueWaitSeconds);
  const { memoryMb, durationMs } = PLATFORM.recorder;
  const line = { region, perRun: false } as const;

  return [
    {
      ...line,
      part: 'queue',
      what: 'polls of the queue',
      quantity: polls + batches,
      price: 'queueRequests',
    },
    {
      ...line,
      part: 'runners',
      what: 'the recorder',
      quantity: batches * (memoryMb / 1_024) * (durationMs / 1_000),
      price: 'lambdaArm',
    },
    {
      ...line,
      part: 'runners',
      what: "the recorder's invocations",
      quantity: batches,
      price: 'lambdaRequests',
    },
    {
      ...line,
      part: 'logs',
      what: "the recorder's log",
      quantity: (batches * ASSUMPTIONS.logBytes) / BILLED_GB,
      price: 'logs',
    },
    {
      ...line,
      region: home,
      part: 'metrics',
      what: `calls of PutMetricData from ${region}`,
      quantity: batches,
      price: 'metricRequests',
    },
  ];
}

function homeUsage(
  loads: readonly JourneyLoad[],
  regions: readonly string[],
  config: CostConfig,
): readonly Usage[] {
  const { home } = config;
  const series = loads.reduce((sum, { plan }) => sum + plan.regions.length, 0);
  const { memoryMb, durationMs, durationPerSeriesMs, runsPerDay } = PLATFORM.job;
  const jobs = (MONTH_HOURS / 24) * runsPerDay;
  const jobSeconds = (durationMs + series * durationPerSeriesMs) / 1_000;
  const alarms = platformAlarms({ ...config, regions });
  const line = { region: home, perRun: false } as const;

  return [
    {
      ...line,
      part: 'runners',
      what: 'gap detector and rollups',
      quantity: jobs * (memoryMb / 1_024) * jobSeconds,
      price: 'lambdaArm',
    },
    {
      ...line,
      part: 'runners',
      what: 'the trends job',
      quantity: trendsGbSeconds(loads),
      price: 'lambdaArm',
    },
    {
      ...line,
      part: 'metrics',
      what: "the platform's own metrics",
      quantity: METRICS_OF_STAGE + METRICS_OF_REGION * regions.length,
      price: 'metrics',
    },
    ...alarmUsage(
      alarms.map(({ definition }) => definition),
      home,
    ),
    {
      ...line,
      part: 'notifications',
      what: "the key of the alarms' topic",
      quantity: 1,
      price: 'keys',
    },
    { ...line, part: 'dashboards', what: 'the dashboard', quantity: 1, price: 'dashboards' },
  ];
}

/** The daily analysis reads and computes one metric after the other. */
function trendsGbSeconds(loads: readonly JourneyLoad[]): number {
  const { memoryMb, durationMs, durationPerMetricMs } = PLATFORM.trends;
  const metrics = loads.reduce(
    (sum, { plan }) => sum + plan.regions.length * ASSUMPTIONS.trendMetrics[plan.kind],
    0,
  );
  const seconds = (durationMs + metrics * durationPerMetricMs) / 1_000;

  return (MONTH_HOURS / 24) * (memoryMb / 1_024) * seconds;
}

/**
 * Number of batches if runs end at random times: a batch starts with its first record and lasts for its
 * window. Journeys with the same rhythm share more batches.
 */
function batchesOf(runs: number): number {
  return runs / (1 + (runs * PLATFORM.batchSeconds) / MONTH_SECONDS);
}

function runsIn(loads: readonly JourneyLoad[], region: string): number {
  return loads
    .filter(({ plan }) => plan.regions.includes(region))
    .reduce((sum, { monthly }) => sum + monthly.slots, 0);
}

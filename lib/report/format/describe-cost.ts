import type { CostPart } from '../../core/cost/cost-item.ts';
import type { CostEstimate } from '../../core/cost/estimate-cost.ts';
import { formatExactDuration } from './duration.ts';
import { formatLimit } from './metric.ts';
import { formatShare } from './share.ts';

/** Columns of a table of costs, and the parts that each adds up. Every part is in one column. */
export const MONEY_COLUMNS: readonly {
  readonly head: string;
  readonly parts: readonly CostPart[];
}[] = [
  { head: 'compute', parts: ['runners', 'schedules', 'queue'] },
  { head: 'table', parts: ['table'] },
  { head: 'metrics', parts: ['metrics'] },
  { head: 'alarms', parts: ['alarms', 'notifications'] },
  { head: 'other', parts: ['logs', 'evidence', 'secrets', 'dashboards'] },
];

/** Names of the parts, as AWS calls its services. */
export const COST_PART_NAMES: Readonly<Record<CostPart, string>> = {
  runners: 'Lambda',
  schedules: 'EventBridge Scheduler',
  queue: 'SQS',
  table: 'DynamoDB',
  metrics: 'CloudWatch metrics',
  alarms: 'CloudWatch alarms',
  logs: 'CloudWatch Logs',
  evidence: 'S3',
  secrets: 'Secrets Manager',
  dashboards: 'CloudWatch dashboard',
  notifications: 'SNS, KMS',
};

/** The money of each of the {@link MONEY_COLUMNS}. */
export function moneyByColumn(byPart: Readonly<Record<CostPart, number>>): readonly number[] {
  return MONEY_COLUMNS.map(({ parts }) => parts.reduce((sum, part) => sum + byPart[part], 0));
}

/** Assumptions of an estimate that no measurement replaces, and what it leaves out. */
export function costAssumptions(estimate: CostEstimate): readonly string[] {
  const { assumptions: a, guessedRegions, journeys, monthHours } = estimate;
  const failing = formatShare(a.failingShare);
  const { api, browser } = a.overheadMs;

  return [
    `A month has ${monthHours} hours. Runs of cron schedules are counted over the next 365 days.`,
    `Overhead of a run, cold starts included: ${formatExactDuration(api)} (api), ${formatExactDuration(browser)} (browser).`,
    ...(journeys.some(({ surplusTicks }) => surplusTicks > 0)
      ? [
          `Rates that divide neither an hour nor a day also invoke the function between their runs: ${formatExactDuration(a.surplusTickMs)} each.`,
        ]
      : []),
    `${failing} of the runs fail. They are retried as configured; failed browser runs are repeated once with a trace.`,
    `Size of a record: ${formatLimit(a.recordBytes.api, 'bytes')} (api), ${formatLimit(a.recordBytes.browser, 'bytes')} (browser). Storage is counted for the full retention.`,
    `Trends are analysed daily: ${a.trendMetrics.api} metrics (api) or ${a.trendMetrics.browser} metrics (browser) of each journey and region.`,
    'CloudWatch bills metrics by hours with data, and alarms by the metrics they read.',
    'Prices of Lambda and CloudWatch are exact for each region; other prices are those of us-east-1 times a regional factor.',
    ...(guessedRegions.length === 0
      ? []
      : [`Prices of ${guessedRegions.join(', ')} are not known, and are estimated.`]),
    'Not included: free tier, taxes, data transfer, your own networks and keys, stored secrets, runs on demand, deployment assets.',
  ];
}

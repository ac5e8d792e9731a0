import type { CostPart } from '../../core/cost/cost-item.ts';
import type { CostEstimate } from '../../core/cost/estimate-cost.ts';
import { formatBytes } from './bytes.ts';
import { formatDuration } from './duration.ts';
import { formatShare } from './share.ts';

/** What each column of a table of costs holds of a row's money; together every part, once. */
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

/** The parts in words, as AWS calls them. */
export const PART_WORDS: Readonly<Record<CostPart, string>> = {
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

/** What the numbers of an estimate rest on whatever was measured, and what they leave out. */
export function costBasis(estimate: CostEstimate): readonly string[] {
  const { assumptions: a, guessedRegions, monthHours } = estimate;
  const failing = formatShare(a.failingShare);
  const { api, browser } = a.overheadMs;

  return [
    `A month has ${monthHours} hours; slots of crons are counted over the coming 365 days.`,
    `Beside the journey itself a run takes ${formatDuration(api)} (api) or ${formatDuration(browser)} (browser), cold starts included.`,
    `${failing} of the runs fail: they are tried again as configured, and a browser's is repeated with a trace.`,
    `A record takes ${formatBytes(a.recordBytes.api)} (api) or ${formatBytes(a.recordBytes.browser)} (browser); storage is that of a full retention.`,
    `Trends are looked for each day in ${a.trendMetrics.api} (api) or ${a.trendMetrics.browser} (browser) metrics of each journey and region.`,
    'Metrics are billed for hours with samples, alarms by the metrics that they read.',
    'Prices are those of us-east-1; of other regions only Lambda and CloudWatch exactly, the rest by a coarse factor.',
    ...(guessedRegions.length === 0
      ? []
      : [`Of ${guessedRegions.join(', ')} no prices are known: they are guessed.`]),
    'Not counted: free tier, taxes, data transfer, networks and keys of your own, secrets kept, runs on demand, the assets of deployments.',
  ];
}

import { ownValue } from '../base/own-value.ts';
/**
 * Date of the prices in this file, which `waywiser cost` prints. AWS may have changed them since: see
 * the pages below. The free tier is not counted.
 */
export const PRICES_OF = '2026-11-22';

/** One list price of AWS in US dollars, with the page that lists it. */
export interface Price {
  /** For `per` units. */
  readonly usd: number;
  readonly per: number;
  /** The unit, in the plural. */
  readonly unit: string;
  /** Address of the page that lists it. */
  readonly page: string;
  /**
   * `everywhere`: the same in all regions except China's. `factor`: that of us-east-1 times
   * {@link regionFactor}. `lambda`: that of us-east-1 times {@link lambdaFactor}.
   */
  readonly regions: 'everywhere' | 'factor' | 'lambda';
}

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/';
const SQS = 'https://aws.amazon.com/sqs/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const SNS = 'https://aws.amazon.com/sns/pricing/';
const SECRETS = 'https://aws.amazon.com/secrets-manager/pricing/';
const KMS = 'https://aws.amazon.com/kms/pricing/';

const MILLION = 1_000_000;

/** Prices in us-east-1, without discounts for large quantities. */
export const PRICES = {
  lambdaX86: price([0.0000166667, 1, 'GB-seconds'], LAMBDA, 'lambda'),
  lambdaArm: price([0.0000133334, 1, 'GB-seconds'], LAMBDA, 'lambda'),
  lambdaRequests: price([0.2, MILLION, 'invocations'], LAMBDA, 'lambda'),
  schedules: price([1, MILLION, 'invocations'], EVENTBRIDGE, 'factor'),
  queueRequests: price([0.4, MILLION, 'requests'], SQS, 'factor'),
  tableWrites: price([0.625, MILLION, 'write units'], DYNAMODB, 'factor'),
  tableReads: price([0.125, MILLION, 'read units'], DYNAMODB, 'factor'),
  tableStorage: price([0.25, 1, 'GB-months'], DYNAMODB, 'factor'),
  tableBackup: price([0.2, 1, 'GB-months'], DYNAMODB, 'factor'),
  metrics: price([0.3, 1, 'metric-months'], CLOUDWATCH, 'everywhere'),
  metricRequests: price([0.01, 1_000, 'requests'], CLOUDWATCH, 'everywhere'),
  alarmMetrics: price([0.1, 1, 'alarm metrics'], CLOUDWATCH, 'everywhere'),
  compositeAlarms: price([0.5, 1, 'composite alarms'], CLOUDWATCH, 'everywhere'),
  dashboards: price([3, 1, 'dashboards'], CLOUDWATCH, 'everywhere'),
  logs: price([0.5, 1, 'GB'], CLOUDWATCH, 'factor'),
  objectPuts: price([0.005, 1_000, 'objects'], S3, 'factor'),
  objectStorage: price([0.023, 1, 'GB-months'], S3, 'factor'),
  emails: price([2, 100_000, 'mails'], SNS, 'everywhere'),
  keys: price([1, 1, 'key-months'], KMS, 'everywhere'),
  secretReads: price([0.05, 10_000, 'reads'], SECRETS, 'everywhere'),
} as const satisfies Readonly<Record<string, Price>>;

/** Key of a price in {@link PRICES}, such as `schedules`. */
export type PriceName = keyof typeof PRICES;

/**
 * Monthly price of a metric by tier of the account's number of metrics.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
const METRIC_TIERS: readonly { readonly upTo: number; readonly usd: number }[] = [
  { upTo: 10_000, usd: 0.3 },
  { upTo: 250_000, usd: 0.1 },
  { upTo: MILLION, usd: 0.05 },
  { upTo: Infinity, usd: 0.02 },
];

/** Regions where Lambda is more expensive than in us-east-1, with the factor. */
const LAMBDA_FACTORS: Readonly<Record<string, number>> = {
  'af-south-1': 1.326,
  'ap-east-1': 1.3752,
  'eu-south-1': 1.171,
  'me-central-1': 1.24,
  'me-south-1': 1.24,
};

/**
 * Price of the other services relative to us-east-1, rounded up to 5%. Coarse: each service has its own
 * price list.
 */
const REGION_FACTORS: Readonly<Record<string, number>> = {
  'ap-northeast-1': 1.25,
  'ap-northeast-2': 1.2,
  'ap-south-1': 1.2,
  'ap-southeast-1': 1.2,
  'ap-southeast-2': 1.2,
  'ca-central-1': 1.15,
  'eu-central-1': 1.25,
  'eu-north-1': 1.1,
  'eu-west-1': 1.15,
  'eu-west-2': 1.2,
  'eu-west-3': 1.2,
  'sa-east-1': 1.6,
  'us-east-1': 1,
  'us-east-2': 1,
  'us-west-1': 1.15,
  'us-west-2': 1,
};

/** For regions that the table does not list. */
const OTHER_REGION_FACTOR = 1.35;

/** Price of one unit in a region, in US dollars. */
export function unitPrice(name: PriceName, region: string): number {
  const { usd, per, regions } = PRICES[name];

  switch (regions) {
    case 'everywhere':
      return usd / per;
    case 'lambda':
      return (usd / per) * lambdaFactor(region);
    case 'factor':
      return (usd / per) * regionFactor(region);
  }
}

/** A region's Lambda price as a multiple of that of us-east-1. */
function lambdaFactor(region: string): number {
  return ownValue(LAMBDA_FACTORS, region) ?? 1;
}

/** A region's price of other services as a multiple of that of us-east-1; coarse. */
function regionFactor(region: string): number {
  return ownValue(REGION_FACTORS, region) ?? OTHER_REGION_FACTOR;
}

/** Whether the region's prices are estimated, because the table does not list it. */
export function isGuessed(region: string): boolean {
  return !Object.hasOwn(REGION_FACTORS, region);
}

/** Monthly price of a number of metrics, over all tiers, in US dollars. */
export function metricsUsd(count: number): number {
  let usd = 0;
  let from = 0;
  for (const tier of METRIC_TIERS) {
    usd += Math.max(0, Math.min(count, tier.upTo) - from) * tier.usd;
    from = tier.upTo;
  }

  return usd;
}

function price<R extends Price['regions']>(
  [usd, per, unit]: readonly [usd: number, per: number, unit: string],
  page: string,
  regions: R,
): Price & { readonly regions: R } {
  return { usd, per, unit, page, regions };
}

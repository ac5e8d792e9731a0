import { z } from 'zod';
import type { Schedule } from '../../core/journey/definition.ts';
import type { SchedulePlan } from '../../core/journey/plan.ts';
import { MAX_DAYS_AHEAD } from '../../core/trends/trend-range.ts';
import { readSchedule } from '../../core/schedule/read-schedule.ts';
import { awsRegion, regions, resourceIds } from './aws-schemas.ts';
import {
  distinct,
  duration,
  flag,
  headers,
  host,
  httpUrl,
  locale,
  oneOf,
  plainObject,
  secretName,
  tags,
  nonEmptyText,
  texts,
  timeZone,
  whole,
  wrongType,
} from './option-schemas.ts';

/** Lambda's own limit: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_TIMEOUT_MS = 900_000;
const MAX_RETRIES = 3;
const MAX_DATAPOINTS = 100;
const MAX_PIXELS = 10_000;
const MAX_CPU_SLOWDOWN = 100;

/** Smaller drifts cannot be detected: the variation between days is larger. */
const MIN_DRIFT_PERCENT = 0.1;
const MAX_DRIFT_PERCENT = 1_000;
const DRIFT_EXPECTED = `percent in 30 days, from ${MIN_DRIFT_PERCENT} to ${MAX_DRIFT_PERCENT}`;

/** No public authority issues certificates for longer: https://cabforum.org/working-groups/server/baseline-requirements */
export const MAX_CERTIFICATE_DAYS = 398;
const MAX_EXPIRY_ALARMS = 5;

const SCHEDULE_EXPECTED = `every('5m'), rate('5 minutes') or cron('0 9 ? * MON-FRI *')` as const;

/** Metrics of every journey that a budget can limit, in addition to `step:NAME`. */
export const REQUEST_METRICS = [
  'duration',
  'dns',
  'tcp',
  'tls',
  'send',
  'wait',
  'receive',
] as const;

/** Web vitals, which only browser journeys report. */
export const VITAL_METRICS = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'] as const;

const SCHEDULES = [
  z.object({ kind: z.literal('every'), interval: z.string() }),
  z.object({ kind: z.literal('rate'), expression: z.string() }),
  z.object({ kind: z.literal('cron'), expression: z.string(), timeZone: z.string() }),
];

/** A schema for the result of `every()`, `rate()` and `cron()`, parsed by EventBridge's rules. */
export const schedule = z
  .custom<Schedule>(isSchedule, wrongType(SCHEDULE_EXPECTED))
  .transform((value, context): SchedulePlan => {
    const read = readSchedule(value);
    if (read.kind === 'valid') return read.plan;
    // The messages are complete: they quote the text inside `every(…)`.
    for (const { part, message } of read.problems) {
      context.addIssue({ code: 'custom', path: [part], message });
    }

    return z.NEVER;
  });

const budget = z.strictObject(
  {
    metric: nonEmptyText(
      '"duration", "step:NAME", a web vital such as "lcp", or a request phase such as "wait"',
    ),
    statistic: oneOf(['p50', 'p75', 'p90', 'p95', 'p99']),
    max: z.union([z.string(), z.number()], 'a duration such as "2.5s", or a number for cls'),
  },
  "an object such as { metric: 'duration', statistic: 'p95', max: '2s' }",
);

const alarm = z.strictObject(
  {
    failingRegions: whole(1, 100).optional(),
    datapoints: z
      .tuple(
        [whole(1, MAX_DATAPOINTS), whole(1, MAX_DATAPOINTS)],
        'two numbers such as [2, 3]: in 2 of the last 3 slots',
      )
      .refine(([m, n]) => m <= n, 'its first is above its second; expected [m, n] with m at most n')
      .optional(),
    driftPercent: z
      .number(DRIFT_EXPECTED)
      .refine(
        (percent) => percent >= MIN_DRIFT_PERCENT && percent <= MAX_DRIFT_PERCENT,
        `it is out of range; expected ${DRIFT_EXPECTED}`,
      )
      .optional(),
    daysToBudget: whole(1, MAX_DAYS_AHEAD).optional(),
    daysToExpiry: distinct(
      z
        .array(whole(1, MAX_CERTIFICATE_DAYS), 'a list of days such as [21, 7]')
        .min(1, 'at least one number of days')
        .max(MAX_EXPIRY_ALARMS, `at most ${MAX_EXPIRY_ALARMS} numbers of days`),
    ).optional(),
  },
  'an object such as { failingRegions: 2, datapoints: [2, 3] }',
);

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const MIN_MEMORY_MB = 128;
const MAX_MEMORY_MB = 10_240;
// https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

const vpc = z.strictObject(
  {
    subnetIds: resourceIds('subnet', MAX_SUBNETS),
    securityGroupIds: resourceIds('sg', MAX_SECURITY_GROUPS),
  },
  'an object { subnetIds, securityGroupIds }',
);

const credentials = z
  .strictObject(
    {
      username: nonEmptyText('a string').optional(),
      password: z.string('a string').optional(),
      secret: secretName().optional(),
    },
    'an object { username, password } or { secret }',
  )
  .refine(
    ({ username, password, secret }) =>
      secret === undefined
        ? username !== undefined && password !== undefined
        : username === undefined && password === undefined,
    'it is incomplete or contradicts itself; expected { username, password } or { secret }',
  );

const both = {
  schedule,
  description: z.string('a string').optional(),
  regions: regions().optional(),
  timeout: duration(1, MAX_TIMEOUT_MS).optional(),
  retries: whole(0, MAX_RETRIES).optional(),
  budgets: z.array(budget, 'a list of budgets').optional(),
  alarm: alarm.optional(),
  secrets: distinct(z.array(secretName(), 'a list of names')).optional(),
  credentials: credentials.optional(),
  ca: secretName().optional(),
  clientCertificate: secretName().optional(),
  protocol: oneOf(['http/1.1', 'h2']).optional(),
  env: texts().optional(),
  baseUrl: httpUrl().optional(),
  allowStatus: z.array(whole(400, 999), 'a list of statuses such as [404]').optional(),
  allowPrivate: flag().optional(),
  allowHosts: distinct(z.array(host(), 'a list of hosts').min(1, 'at least one host')).optional(),
  ignoreTlsErrors: flag().optional(),
  evidence: oneOf(['rerun', 'inline', 'none']).optional(),
  repeatable: flag().optional(),
  tags: tags().optional(),
  isolated: flag().optional(),
  memory: whole(MIN_MEMORY_MB, MAX_MEMORY_MB).optional(),
  architecture: oneOf(['arm64', 'x86_64']).optional(),
  vpc: z.record(awsRegion(), vpc, 'an object of networks by region').optional(),
};

const NETWORK_EXPECTED = '"slow-3g", "fast-3g", "4g" or { downloadKbps, uploadKbps, latencyMs }';

const network = z.strictObject(
  {
    downloadKbps: z.number('a number above 0').positive('a number above 0'),
    uploadKbps: z.number('a number above 0').positive('a number above 0'),
    latencyMs: z.number('a number of milliseconds').min(0, 'a number not below 0'),
  },
  NETWORK_EXPECTED,
);

const throttle = z.strictObject(
  {
    cpu: z
      .number('a factor from 1 to 100')
      .refine(
        (factor) => factor >= 1 && factor <= MAX_CPU_SLOWDOWN,
        'it is out of range; expected a factor from 1 (none) to 100',
      )
      .optional(),
    network: z.union([oneOf(['slow-3g', 'fast-3g', '4g']), network], NETWORK_EXPECTED).optional(),
  },
  'an object such as { cpu: 4, network: "fast-3g" }',
);

const viewport = z.strictObject(
  { width: whole(1, MAX_PIXELS), height: whole(1, MAX_PIXELS) },
  'an object such as { width: 1280, height: 720 }',
);

/** Schema of the options of an API journey. */
export const apiOptions = z.strictObject(both, 'an object of options');

/** Schema of the options of a browser journey. Device names are checked separately. */
export const browserOptions = z.strictObject(
  {
    ...both,
    viewport: viewport.optional(),
    device: nonEmptyText('a device of Playwright\'s list, such as "Pixel 7"').optional(),
    locale: locale().optional(),
    timeZone: timeZone().optional(),
    colorScheme: oneOf(['light', 'dark', 'no-preference']).optional(),
    headers: headers().optional(),
    storageState: plainObject("an object in Playwright's shape").optional(),
    throttle: throttle.optional(),
    serviceWorkers: oneOf(['allow', 'block']).optional(),
    webgl: flag().optional(),
  },
  'an object of options',
);

/** Names of the options at a path of a journey's options. */
export function knownOptions(
  options: z.ZodObject,
  path: readonly PropertyKey[],
): readonly string[] {
  const [first, second] = path;
  if (first === undefined) return Object.keys(options.shape);
  if (first === 'budgets') return Object.keys(budget.shape);
  if (first === 'throttle' && second === 'network') return Object.keys(network.shape);
  if (first === 'vpc' && path.length === 2) return Object.keys(vpc.shape);
  const inner = { alarm, throttle, viewport, credentials }[String(first)];

  return inner ? Object.keys(inner.shape) : [];
}

function isSchedule(value: unknown): boolean {
  return SCHEDULES.some((shape) => shape.safeParse(value).success);
}

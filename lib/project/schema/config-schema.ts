import { z } from 'zod';
import { maintenanceWindow, WINDOW_OPTIONS } from './maintenance-schema.ts';
import { awsRegion, regions, secretArn } from './aws-schemas.ts';
import {
  distinct,
  domainName,
  duration,
  hostOrRange,
  httpUrl,
  oneOf,
  resourceName,
  secretName,
  tags,
  nonEmptyText,
  whole,
} from './option-schemas.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { WEBHOOK_KINDS } from '../../core/notify/notify-webhooks.ts';

/**
 * A stage and a journey must fit the longest of the deterministic names that must be unique in an
 * account and region: `waywiser-STAGE-JOURNEY` of at most 64 characters, which is the limit of
 * Lambda functions and EventBridge schedules. 9 + 14 + 1 + 40 = 64.
 */
const MAX_STAGE = 14;

/** See {@link MAX_STAGE}. */
export const MAX_JOURNEY = 40;

const MAX_RETENTION_MS = 3_650 * DAY_MS;
const MAX_START_MS = 600_000;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const localTarget = z.strictObject(
  {
    command: nonEmptyText('a command such as "node dist/shop.js"'),
    url: httpUrl(),
    timeout: duration(1_000, MAX_START_MS).optional(),
  },
  'an object such as { command: "node dist/shop.js", url: "http://localhost:8080" }',
);

/** An address in clear text would be in the repository and in the function's code. */
const WEBHOOK_EXPECTED =
  'an object such as { kind: "slack", secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf" }, because an address is a credential: store it as a secret, and write the ARN of the secret';

const webhook = z.strictObject(
  { kind: oneOf(WEBHOOK_KINDS), secret: secretArn() },
  WEBHOOK_EXPECTED,
);

const notify = z.strictObject(
  {
    emails: z
      .array(
        z
          .string('an e-mail address')
          .refine(
            (value) => EMAIL.test(value),
            'it is not an e-mail address; expected one such as "ops@shop.example"',
          ),
        'a list of e-mail addresses',
      )
      .optional(),
    webhooks: z.array(webhook, `a list of webhooks, each ${WEBHOOK_EXPECTED}`).optional(),
  },
  'an object such as { emails: ["ops@shop.example"] }',
);

const retention = z.strictObject(
  {
    runs: duration(DAY_MS, MAX_RETENTION_MS).optional(),
    evidence: duration(DAY_MS, MAX_RETENTION_MS).optional(),
  },
  'an object such as { runs: "35d", evidence: "30d" }',
);

const ACCOUNT_EXPECTED = 'twelve digits in quotes, such as "123456789012"';
const MIN_RUNNER_MB = 256;
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const MAX_MEMORY_MB = 10_240;

const memory = z.strictObject(
  {
    api: whole(MIN_RUNNER_MB, MAX_MEMORY_MB).optional(),
    browser: whole(MIN_RUNNER_MB, MAX_MEMORY_MB).optional(),
  },
  'an object of megabytes such as { api: 1024, browser: 2048 }',
);

/** Far above what AWS grants to accounts. */
const MAX_CONCURRENT_RUNS = 1_000_000;

const regionLimits = z.strictObject(
  { concurrentRuns: whole(1, MAX_CONCURRENT_RUNS) },
  'an object such as { concurrentRuns: 1000 }',
);

/** Alarm descriptions have at most 1,024 characters and also explain the alarm. */
const MAX_RUNBOOK_URL = 300;
const RUNBOOK_EXPECTED = `a URL such as "https://wiki.shop.example/runbook", of at most ${MAX_RUNBOOK_URL} characters, without "#"`;

const runbookUrl = nonEmptyText(RUNBOOK_EXPECTED).refine(
  (value) =>
    value.length <= MAX_RUNBOOK_URL &&
    !/[#\s]/.test(value) &&
    /^https?:\/\//i.test(value) &&
    URL.canParse(value),
  `alarms cannot link to it; expected ${RUNBOOK_EXPECTED}`,
);

/** As many as a run asks for at once. */
const MAX_NAMES = 4;
const NAMES_EXPECTED = `a list of 1 to ${MAX_NAMES} names such as "sso.corp.example"`;

/** Schema of the name of a stage. */
export const stageName = resourceName(MAX_STAGE);

/** Schema of the default export of `waywiser.config.ts`. */
export const configSchema = z.strictObject(
  {
    stage: stageName.optional(),
    home: awsRegion().optional(),
    regions: regions().optional(),
    baseUrls: z.record(stageName, httpUrl(), 'an object of URLs by stage').optional(),
    journeys: nonEmptyText('a folder such as "journeys"').optional(),
    localTarget: localTarget.optional(),
    maintenance: z.array(maintenanceWindow, 'a list of maintenance windows').optional(),
    allowPrivate: distinct(z.array(hostOrRange(), 'a list of hosts or ranges')).optional(),
    controlNames: distinct(
      z.array(domainName(), NAMES_EXPECTED).min(1, NAMES_EXPECTED).max(MAX_NAMES, NAMES_EXPECTED),
    ).optional(),
    notify: notify.optional(),
    retention: retention.optional(),
    tags: tags().optional(),
    account: z
      .string(ACCOUNT_EXPECTED)
      .refine(
        (value) => /^\d{12}$/.test(value),
        `it is not an AWS account id; expected ${ACCOUNT_EXPECTED}`,
      )
      .optional(),
    secrets: z.record(secretName(), secretArn(), 'an object of ARNs by name').optional(),
    chromium: oneOf(['layer', 'compressed']).optional(),
    memory: memory.optional(),
    limits: z.record(awsRegion(), regionLimits, 'an object of limits by region').optional(),
    runbookUrl: runbookUrl.optional(),
  },
  'an object of options, made by defineConfig(…)',
);

/** Names of the options of the configuration, at a path. */
export function knownConfigOptions(path: readonly PropertyKey[]): readonly string[] {
  const [first] = path;
  if (first === undefined) return Object.keys(configSchema.shape);
  if (first === 'maintenance') return WINDOW_OPTIONS;
  if (first === 'notify' && path[1] === 'webhooks') return Object.keys(webhook.shape);
  if (first === 'limits' && path.length > 1) return Object.keys(regionLimits.shape);
  const inner = { localTarget, notify, retention, memory }[String(first)];

  return inner ? Object.keys(inner.shape) : [];
}

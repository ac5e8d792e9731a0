import { preflight } from '../../../lib/core/deploy/preflight.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { Problem } from '../../../lib/core/journey/problem.ts';
import type { ResolvedConfig } from '../../../lib/core/journey/resolved-config.ts';
import { planOf } from '../alarms/journey-plan.ts';

const MONDAY_MS = Date.UTC(2026, 10, 23);

const CONFIG: ResolvedConfig = {
  file: 'waywiser.config.ts',
  stage: 'prod',
  account: null,
  home: 'eu-west-1',
  regions: ['eu-west-1'],
  baseUrls: {},
  baseUrl: null,
  journeys: 'journeys',
  localTarget: null,
  maintenance: [],
  allowPrivate: [],
  controlNames: [],
  notify: { emails: [], webhooks: [] },
  retention: { runsMs: 1, evidenceMs: 1 },
  tags: {},
  secrets: {},
  chromium: 'layer',
  memoryMb: { api: 1_024, browser: 2_048 },
  limits: {},
  runbookUrl: null,
};

const EVERY_15_MINUTES = { kind: 'rate', everyMinutes: 15 } as const;
const ISOLATED = { isolated: true, memoryMb: null, architecture: null, vpc: null };

function problemsOf(changes: Partial<JourneyPlan>, config: Partial<ResolvedConfig> = {}) {
  return preflight({ ...CONFIG, ...config }, [planOf(changes)], { nowMs: MONDAY_MS });
}

function allowing(concurrentRuns: number): ResolvedConfig {
  return { ...CONFIG, limits: { 'eu-west-1': { concurrentRuns } } };
}

function messagesOf(plans: readonly JourneyPlan[]): readonly string[] {
  return preflight(CONFIG, plans, { nowMs: MONDAY_MS }).map(({ message }) => message);
}

/** So many API journeys of one region, by number. */
function plansOf(count: number, changes: Partial<JourneyPlan>): readonly JourneyPlan[] {
  return Array.from({ length: count }, (_, index) =>
    planOf({
      kind: 'api',
      name: `j${index}`,
      retries: 0,
      regions: ['eu-west-1'],
      alarm: { failingRegions: 1, datapoints: [2, 3] },
      ...changes,
    }),
  );
}

/** 600 API journeys at a minute of each day's tenth hour. */
function daily(minute: number, timeoutMs: number): readonly JourneyPlan[] {
  const expression = `${minute} 9 * * ? *`;

  return plansOf(600, { timeoutMs, schedule: { kind: 'cron', expression, timeZone: 'UTC' } });
}

describe('preflight()', () => {
  it('preflight() finds nothing wrong with journeys that can be deployed', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('preflight() takes a schedule with a single slot, of which nothing can be guaranteed', () => {
    const schedule = { kind: 'cron', expression: '0 8 1 1 ? 2030', timeZone: 'UTC' } as const;

    expect(problemsOf({ schedule })).toEqual([]);
  });

  it.each<[string, Partial<JourneyPlan>, Pick<Problem, 'path' | 'message'>]>([
    [
      'a time-out longer than the interval',
      { timeoutMs: 120_000, schedule: { kind: 'rate', everyMinutes: 1 } },
      {
        path: 'timeout',
        message:
          'Cannot deploy journey "checkout" with a time-out of 2m: its slots are 1m apart, so that runs would overlap; expected at most that',
      },
    ],
    [
      'attempts and an evidence run beyond 900 s',
      { timeoutMs: 300_000, retries: 1 },
      {
        path: 'timeout',
        message:
          'Cannot deploy journey "checkout" with a time-out of 5m: 2 attempts and the evidence run may take 970 s in all, and Lambda ends a run after 900 s; expected a shorter time-out or fewer retries',
      },
    ],
    [
      'a secret without an ARN',
      { secrets: ['known', 'shop/user'] },
      {
        path: 'secrets[1]',
        message:
          'Cannot deploy journey "checkout" with the secret "shop/user": the configuration has no ARN for it; expected one under secrets in waywiser.config.ts',
      },
    ],
    [
      "the name of the platform's own function",
      { name: 'Jobs', deploy: ISOLATED },
      {
        path: 'name',
        message:
          'Cannot deploy journey "Jobs" isolated: its function would have the name of one of the platform\'s; expected a name other than api-runner, browser-runner, recorder, jobs, trends, notifier',
      },
    ],
    [
      'datapoints that CloudWatch cannot evaluate together',
      {
        schedule: { kind: 'rate', everyMinutes: 2_880 },
        alarm: { failingRegions: 2, datapoints: [3, 3] },
      },
      {
        path: 'alarm.datapoints',
        message:
          'Cannot deploy journey "checkout" with datapoints: [3, 3]: no outage is sure to be alarmed, because its slots are far apart and CloudWatch evaluates at most seven days; expected datapoints: [2, 3], or a shorter interval',
      },
    ],
    [
      'a quorum of regions whose slots are days apart',
      { schedule: { kind: 'rate', everyMinutes: 10_080 } },
      {
        path: 'alarm.failingRegions',
        message:
          'Cannot deploy journey "checkout" with failingRegions: 2: no outage is sure to be alarmed, because its slots are far apart and each region has its own slots; expected failingRegions: 1, or a shorter interval',
      },
    ],
    [
      'more regions than an alarm reads',
      {
        regions:
          'us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-south-1 eu-south-2 sa-east-1 ca-west-1'.split(
            ' ',
          ),
      },
      {
        path: 'regions',
        message:
          'Cannot deploy journey "checkout" to 11 regions: one alarm reads 10 metrics; expected at most 10 regions, or two journeys',
      },
    ],
  ])('preflight() refuses %s', (_what, changes, expected) => {
    const problems = problemsOf(changes, { secrets: { known: 'arn' } });

    expect(problems).toEqual([
      {
        file: 'journeys/checkout.journey.ts',
        line: null,
        column: null,
        code: 'journey.config',
        ...expected,
        journey: changes.name ?? 'checkout',
      },
    ]);
  });

  it('preflight() takes a run of exactly 900 s, and a time-out of exactly the interval', () => {
    const retriesAndEvidence = { timeoutMs: 425_000, retries: 0, schedule: EVERY_15_MINUTES };
    const once = { timeoutMs: 300_000, repeatable: false, retries: 3 };

    expect(problemsOf(retriesAndEvidence)).toEqual([]);
    expect(problemsOf(once)).toEqual([]);
  });

  it('preflight() lets a journey that shares its function have any name', () => {
    expect(problemsOf({ name: 'jobs' })).toEqual([]);
  });

  it('preflight() refuses names that AWS would, of a stage and of a journey', () => {
    const stage = 's'.repeat(60);
    const name = 'n'.repeat(65);

    const messages = problemsOf({ name, regions: ['eu-west-1'] }, { stage }).map(
      ({ message }) => message,
    );

    expect(messages).toContain(
      `Cannot name a bucket "waywiser-${stage}-evidence-000000000000-eu-west-1": it has 101 characters, and AWS takes 63; expected a shorter stage`,
    );
    expect(messages).toContain(
      `Cannot name a function "waywiser-${stage}-api-runner": it has 80 characters, and AWS takes 64; expected a shorter stage`,
    );
    expect(messages).toContain(
      `Cannot name a schedule "${name}": it has 65 characters, and AWS takes 64; expected a shorter name of the journey or the stage`,
    );
  });

  it('preflight() takes the longest names that a configuration may have', () => {
    const longest = { name: 'n'.repeat(40), regions: ['ap-southeast-1'], deploy: ISOLATED };

    expect(problemsOf(longest, { stage: 's'.repeat(14), home: 'cn-northwest-1' })).toMatchObject([
      {
        message: expect.stringMatching(
          /^Cannot deploy to ap-southeast-1 together with the home region/,
        ),
      },
    ]);
  });

  it('preflight() refuses regions that no account reaches together', () => {
    expect(problemsOf({ regions: ['eu-west-1', 'cn-north-1'] })).toMatchObject([
      {
        file: 'waywiser.config.ts',
        journey: null,
        message:
          'Cannot deploy to cn-north-1 together with the home region eu-west-1: no account reaches both; expected regions of one partition, and a stage for each',
      },
    ]);
  });

  it('preflight() refuses more resources than CloudFormation takes', () => {
    const plans = plansOf(267, { deploy: ISOLATED });

    expect(messagesOf(plans)).toEqual([
      "Cannot deploy 267 journeys, 267 of them isolated, to eu-west-1: they have 2403 resources, and CloudFormation takes 2400 in addition to the region's own; expected fewer isolated journeys, or two stages",
    ]);
    expect(messagesOf(plans.slice(1))).toEqual([]);
  });

  it('preflight() states the peak of more runs than 1,000 less what the platform has', () => {
    const expression = '30 9 ? * MON-FRI *';
    const schedule = { kind: 'cron', expression, timeZone: 'Europe/Amsterdam' } as const;
    const plans = plansOf(1_001, { schedule });

    expect(messagesOf(plans)).toEqual([
      "Cannot deploy to eu-west-1: 1001 runs can be under way at once at 2026-11-23T08:30Z, if each takes as long as it may, and Lambda runs 997 at once there; expected longer intervals, shorter time-outs, fewer retries, or the account's own limit as limits: { 'eu-west-1': { concurrentRuns: … } }",
    ]);
    expect(messagesOf(plans.slice(4))).toEqual([]);
  });

  it('preflight() reads the limit of a region from the configuration, less what the platform has', () => {
    const schedule = { kind: 'cron', expression: '30 9 * * ? *', timeZone: 'UTC' } as const;
    const plans = plansOf(500, { schedule });

    const lacking = preflight(allowing(521), plans, { nowMs: MONDAY_MS }).map(
      ({ message }) => message,
    );
    const enough = preflight(allowing(522), plans, { nowMs: MONDAY_MS });

    expect(lacking).toEqual([expect.stringContaining('and Lambda runs 499 at once there;')]);
    expect(enough).toEqual([]);
  });

  it('preflight() counts neighbouring minutes together only while runs can overlap', () => {
    const quick = [...daily(30, 57_000), ...daily(31, 57_000)];
    const slow = [...daily(30, 58_000), ...daily(31, 58_000)];

    expect(messagesOf(quick)).toEqual([]);
    expect(messagesOf(slow)).toEqual([
      expect.stringMatching(/: 1200 runs can be under way at once at 2026-11-23T09:31Z,/),
    ]);
  });

  it('preflight() counts the runs of rates with their offsets', () => {
    const plans = plansOf(2_000, {
      schedule: { kind: 'rate', everyMinutes: 5 },
      timeoutMs: 57_000,
    });
    const slower = plansOf(2_000, {
      schedule: { kind: 'rate', everyMinutes: 5 },
      timeoutMs: 237_000,
    });

    expect(messagesOf(plans)).toEqual([]);
    expect(messagesOf(slower)).toEqual([expect.stringMatching(/: 1\d{3} runs can be under way/)]);
  });

  it('preflight() warns once a region of a thousand journeys of every minute', () => {
    const regions = ['eu-west-1', 'us-east-1', 'ap-south-1', 'sa-east-1', 'eu-north-1'];
    const plans = plansOf(1_001, {
      regions,
      schedule: { kind: 'rate', everyMinutes: 1 },
      timeoutMs: 50_000,
    });

    expect(messagesOf(plans)).toHaveLength(5);
  });
});

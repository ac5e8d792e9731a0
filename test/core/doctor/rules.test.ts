import { bootstrapFacts, concurrencyFacts } from '../../../lib/core/doctor/account-rules.ts';
import { alarmFacts, subscriptionFacts } from '../../../lib/core/doctor/audience-rules.ts';
import {
  functionFacts,
  policyFacts,
  secretFacts,
} from '../../../lib/core/doctor/function-rules.ts';
import { jobScheduleFacts, scheduleFacts } from '../../../lib/core/doctor/schedule-rules.ts';
import { stackFacts } from '../../../lib/core/doctor/stack-rules.ts';
import { planOf } from '../alarms/journey-plan.ts';

const PLACE = { region: 'eu-west-1' };
const NOW_MS = Date.UTC(2026, 11, 1, 12);

describe('concurrencyFacts()', () => {
  const hanging = planOf({
    kind: 'browser',
    regions: ['eu-west-1'],
    schedule: { kind: 'rate', everyMinutes: 1 },
    timeoutMs: 60_000,
    retries: 2,
  });
  const plans = Array.from({ length: 30 }, (_, index) => ({ ...hanging, name: `shop-${index}` }));

  it('finds that runs which hang need more functions than the account has', () => {
    const [fact] = concurrencyFacts(
      { limit: 100, unreserved: 100 },
      { plans, region: 'eu-west-1', isHome: true },
      NOW_MS,
    );

    expect(fact).toMatchObject({ code: 'concurrency-exceeded', unreserved: 100, others: 5 });
    expect(fact).toHaveProperty('runs', expect.any(Number));
  });

  it('finds the limit of a new account too low for any project', () => {
    const facts = concurrencyFacts(
      { limit: 10, unreserved: 10 },
      { plans: [], region: 'eu-west-1', isHome: false },
      NOW_MS,
    );

    expect(facts).toEqual([
      { code: 'concurrency-low', region: 'eu-west-1', unreserved: 10, minimum: 100 },
    ]);
  });
});

describe('bootstrapFacts()', () => {
  it.each([
    [null, 'not-bootstrapped'],
    [5, 'bootstrap-old'],
    [6, undefined],
  ])('finds of version %p: %p', (version, code) => {
    const [fact] = bootstrapFacts(version, { account: '1', region: 'eu-west-1' });

    expect(fact?.code).toBe(code);
  });
});

describe('stackFacts()', () => {
  const expected = { ...PLACE, stage: 'prod', names: ['waywiser-prod-home'], version: '1.0.0' };
  const home = {
    name: 'waywiser-prod-home',
    status: 'UPDATE_COMPLETE',
    stage: 'prod',
    version: '1.0.0',
    createdAtMs: 0,
  };

  it.each([
    [[home], []],
    [[], ['stack-missing']],
    [[{ ...home, status: 'UPDATE_ROLLBACK_COMPLETE' }], ['stack-failed']],
    [[{ ...home, status: 'DELETE_FAILED' }], ['stack-failed']],
    [[{ ...home, status: 'UPDATE_IN_PROGRESS', version: '0.9.0' }], ['stack-busy']],
    [[{ ...home, version: '0.9.0' }], ['version-differs']],
    [[{ ...home, version: null }], ['version-differs']],
    [[home, { ...home, name: 'waywiser-prod-alarms-3' }], ['stack-orphaned']],
    [[home, { ...home, name: 'waywiser-prod-eu-home', stage: 'prod-eu' }], []],
    [[home, { ...home, name: 'waywiser-prod-hand-made', stage: null }], []],
  ])('finds of %j: %j', (stacks, codes) => {
    expect(stackFacts(stacks, expected).map(({ code }) => code)).toEqual(codes);
  });
});

describe('subscriptionFacts()', () => {
  const topic = { topic: 'arn:aws:sns:eu-west-1:1:alarms', region: 'eu-west-1' };
  const mail = { protocol: 'email', endpoint: 'a@example.org', confirmed: true };

  it('names the address that has not confirmed', () => {
    const facts = subscriptionFacts(
      [{ ...mail, confirmed: false }],
      { emails: ['a@example.org'], webhooks: [] },
      topic,
    );

    expect(facts).toMatchObject([{ code: 'subscription-pending', address: 'a@example.org' }]);
  });

  it('finds nothing wrong with a topic without subscription where there is a webhook', () => {
    expect(subscriptionFacts([], { emails: [], webhooks: [{}] }, topic)).toEqual([]);
  });

  it.each([
    [null, [], ['topic-missing']],
    [[], [], ['topic-without-subscriber']],
    [[], ['a@example.org'], ['subscription-missing']],
    [[mail], ['a@example.org'], []],
    [[{ ...mail, protocol: 'lambda' }], [], []],
  ])('finds of %j with %j in the project: %j', (subscriptions, emails, codes) => {
    const facts = subscriptionFacts(subscriptions, { emails, webhooks: [] }, topic);

    expect(facts.map(({ code }) => code)).toEqual(codes);
  });
});

describe('alarmFacts()', () => {
  const topic = 'arn:aws:sns:eu-west-1:1:alarms';
  const down = { name: 'down', actionsEnabled: true, actions: [topic] };
  const heard = [{ protocol: 'email', endpoint: 'a@example.org', confirmed: true }];
  const pending = [{ protocol: 'email', endpoint: 'a@example.org', confirmed: false }];
  const formatter = 'arn:aws:lambda:eu-west-1:1:function:formatter';

  it.each([
    [[down], heard, []],
    [[], heard, ['alarms-missing']],
    [[{ ...down, actionsEnabled: false }], heard, ['alarms-off']],
    [[{ ...down, actions: [] }], heard, ['alarms-without-action']],
    [[down], pending, ['alarms-unheard']],
    [[down], null, ['alarms-unheard']],
    [[{ ...down, actions: [topic, formatter] }], pending, []],
  ])('finds of %j, with subscriptions %j: %j', (alarms, subscriptions, codes) => {
    const facts = alarmFacts(
      ['down'],
      { alarms, topics: new Map([[topic, subscriptions]]) },
      'eu-west-1',
    );

    expect(facts.map(({ code }) => code)).toEqual(codes);
  });
});

describe('functions, roles and secrets', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user';
  const place = { function: 'f', ...PLACE };
  const found = { state: 'Active', lastUpdate: 'Successful', reason: null, role: 'r' };

  it.each([
    [found, undefined, undefined],
    [null, undefined, 'function-missing'],
    [found, null, 'alias-missing'],
    [{ ...found, state: 'Failed' }, found, 'function-failed'],
    [{ ...found, lastUpdate: 'Failed' }, found, 'function-failed'],
    [{ ...found, lastUpdate: 'InProgress' }, found, 'function-busy'],
  ])('functionFacts() finds of %j with the alias %j: %p', (own, live, code) => {
    expect(functionFacts(place, own, live)[0]?.code).toBe(code);
  });

  it.each([
    [null, 'secret-missing'],
    [{ arn, deletedAtMs: NOW_MS, key: null }, 'secret-deleted'],
    [
      { arn, deletedAtMs: null, key: 'arn:aws:kms:eu-west-1:999999999999:key/1' },
      'secret-key-elsewhere',
    ],
    [{ arn, deletedAtMs: null, key: 'arn:aws:kms:eu-west-1:123456789012:key/1' }, undefined],
    [{ arn, deletedAtMs: null, key: 'alias/shop' }, undefined],
  ])('secretFacts() finds of %j: %p', (secret, code) => {
    expect(secretFacts({ secret: 'shop/user', arn }, secret)[0]?.code).toBe(code);
  });

  it.each([
    [[`${arn}-??????`], 0],
    [['arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/*'], 0],
    [[arn], 1],
    [[`${arn}2-??????`], 1],
    [[], 1],
  ])('policyFacts() lets a role with %j read all but %i secrets', (resources, lacking) => {
    const statement = { effect: 'Allow', actions: ['secretsmanager:GetSecretValue'], resources };

    const facts = policyFacts({ ...place, role: 'r' }, [statement], [{ secret: 's', arn }]);

    expect(facts).toHaveLength(lacking);
  });

  it('policyFacts() takes a denial, or another action, for no permission', () => {
    const resources = [`${arn}-??????`];
    const statements = [
      { effect: 'Deny', actions: ['secretsmanager:GetSecretValue'], resources },
      { effect: 'Allow', actions: ['secretsmanager:DescribeSecret'], resources },
    ];

    const facts = policyFacts({ ...place, role: 'r' }, statements, [{ secret: 's', arn }]);

    expect(facts).toMatchObject([{ code: 'role-lacks-secret', secret: 's' }]);
  });
});

describe('scheduleFacts()', () => {
  const plan = planOf({
    name: 'shop',
    kind: 'api',
    version: 'aa11',
    schedule: { kind: 'rate', everyMinutes: 60 },
  });
  const expected = { ...PLACE, stage: 'prod', group: 'waywiser-prod', plans: [plan] };
  const own = {
    name: 'shop',
    enabled: true,
    expression: 'cron(30 * * * ? *)',
    timeZone: 'UTC',
    target: 'arn:aws:lambda:eu-west-1:1:function:waywiser-prod-api-runner:live',
    input: JSON.stringify({ journey: 'shop', version: 'aa11' }),
  };

  it('names the expression that is deployed and the one that should be', () => {
    const facts = scheduleFacts([{ ...own, expression: 'rate(1 hour)' }], expected);

    expect(facts).toMatchObject(
      [{ code: 'schedule-differs', deployed: 'rate(1 hour) UTC', expected: /^cron\(\d+ / }].map(
        (fact) => ({ ...fact, expected: expect.stringMatching(fact.expected) }),
      ),
    );
  });

  it.each([
    [null, ['schedule-group-missing']],
    [[], ['schedule-missing']],
    [[{ ...own, name: 'old' }], ['schedule-orphaned', 'schedule-missing']],
  ])('finds of %j: %j', (schedules, codes) => {
    expect(scheduleFacts(schedules, expected).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [{ enabled: false }, 'schedule-off'],
    [{ target: 'arn:aws:lambda:eu-west-1:1:function:waywiser-prod-shop:live' }, 'target-differs'],
    [{ input: '{"journey":"shop","version":"bb22"}' }, 'journey-differs'],
    [{ input: 'not JSON' }, 'journey-differs'],
  ])('finds of a schedule with %j: %p', (change, code) => {
    const facts = scheduleFacts([{ ...own, ...change }], expected);

    expect(facts.map((fact) => fact.code)).toContain(code);
  });

  it('jobScheduleFacts() finds a job that is switched off', () => {
    const job = { name: 'waywiser-prod-jobs', region: 'eu-west-1' };

    const facts = jobScheduleFacts([{ ...own, name: job.name, enabled: false }], job);

    expect(facts).toMatchObject([{ code: 'schedule-off' }]);
  });
});

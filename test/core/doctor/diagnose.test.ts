import { AccountCallError } from '../../../lib/core/doctor/account-call-error.ts';
import { DOCTOR_ACTIONS, type DoctorAction } from '../../../lib/core/doctor/actions.ts';
import { type Diagnosis, diagnose } from '../../../lib/core/doctor/diagnose.ts';
import { factKind } from '../../../lib/core/doctor/doctor-fact.ts';
import type { RegionReader } from '../../../lib/core/doctor/doctor-ports.ts';
import type { DoctorSubject } from '../../../lib/core/doctor/doctor-subject.ts';
import { ACCOUNT, healthyAccount, NOW_MS } from '../../fakes/healthy-account.ts';
import { planOf } from '../alarms/journey-plan.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user';

function subjectOf(changes: Partial<DoctorSubject['config']> = {}): DoctorSubject {
  const shared = { retries: 0, timeoutMs: 10_000, secrets: ['shop/user'] };

  return {
    config: {
      stage: 'prod',
      account: ACCOUNT,
      home: 'eu-west-1',
      notify: { emails: ['ops@example.org'], webhooks: [] },
      secrets: { 'shop/user': SECRET },
      runbookUrl: 'docs/runbook.md',
      ...changes,
    },
    plans: [
      planOf({ ...shared, name: 'shop', kind: 'api', regions: ['eu-west-1', 'us-east-1'] }),
      planOf({ ...shared, name: 'stock', kind: 'api', regions: ['us-east-1'] }),
    ],
    version: '1.2.3',
  };
}

async function diagnosed(
  change: Partial<RegionReader> | ((region: string) => Partial<RegionReader>) = {},
  subject = subjectOf(),
): Promise<Diagnosis> {
  const healthy = healthyAccount(subject);
  const changed = typeof change === 'function' ? change : () => change;

  return diagnose(subject, {
    clock: { epochMs: () => NOW_MS },
    readerOf: (region) => ({ ...healthy(region), ...changed(region) }),
    within: async (work) => work,
  });
}

/** Code and region of everything that is a problem or not known. */
function foundIn({ checks }: Diagnosis): readonly string[] {
  return checks.flatMap(({ facts }) =>
    facts
      .filter((fact) => factKind(fact) !== 'note')
      .map((fact) => ('region' in fact ? `${fact.code} ${fact.region}` : fact.code)),
  );
}

function refuse(action: DoctorAction, problem: AccountCallError['problem'] = 'denied') {
  return async () => {
    const message = `not authorized to perform: ${action}`;
    throw new AccountCallError(message, { problem, action, region: 'eu-west-1', cause: null });
  };
}

describe('diagnose()', () => {
  it('finds nothing wrong where nothing is', async () => {
    const diagnosis = await diagnosed();

    expect(foundIn(diagnosis)).toEqual([]);
    expect(diagnosis).toMatchObject({ account: ACCOUNT, deployed: true });
    expect(diagnosis.checks.map(({ result }) => result)).toEqual(diagnosis.checks.map(() => 'ok'));
  });

  it('checks only what a first deployment needs before it', async () => {
    const diagnosis = await diagnosed({
      stacks: async () => [],
      bootstrapVersion: async () => null,
    });

    expect(diagnosis.deployed).toBe(false);
    expect([...new Set(diagnosis.checks.map(({ id }) => id))]).toEqual([
      'credentials',
      'region',
      'bootstrap',
      'concurrency',
      'stacks',
      'secrets',
    ]);
    expect(foundIn(diagnosis)).toEqual([
      'not-bootstrapped eu-west-1',
      'not-bootstrapped us-east-1',
    ]);
  });

  it('checks nothing in the account of another project', async () => {
    const diagnosis = await diagnosed({}, subjectOf({ account: '999999999999' }));

    expect(diagnosis.checks).toMatchObject([
      { id: 'credentials', result: 'problem', facts: [{ code: 'wrong-account' }] },
    ]);
  });

  it('could not tell anything without credentials', async () => {
    const identity = refuse('sts:GetCallerIdentity', 'signed-out');

    const diagnosis = await diagnosed({ identity });

    expect(diagnosis.checks).toMatchObject([
      { id: 'credentials', result: 'unknown', facts: [{ problem: 'signed-out' }] },
    ]);
  });

  it('finds a region in which the credentials are not known', async () => {
    const rejected = refuse('sts:GetCallerIdentity', 'rejected');

    const diagnosis = await diagnosed((region) =>
      region === 'us-east-1' ? { identity: rejected } : {},
    );

    expect(foundIn(diagnosis)).toEqual(['region-off us-east-1']);
  });

  it('finds the stack of a region that has left the project, by the records of the region', async () => {
    const healthy = healthyAccount(subjectOf());
    const left = {
      name: 'waywiser-prod-ap-south-1',
      stage: 'prod',
      status: 'CREATE_COMPLETE',
      version: '1.2.3',
      createdAtMs: 0,
    };

    const diagnosis = await diagnosed((region) => ({
      recordedRegions: async () => ['ap-south-1', 'eu-west-1'],
      stacks: async () => (region === 'ap-south-1' ? [left] : healthy(region).stacks()),
    }));

    expect(foundIn(diagnosis)).toEqual(['stack-orphaned ap-south-1']);
  });

  it.each([
    [[], ['subscription-pending eu-west-1', 'alarms-unheard']],
    [[{ kind: 'slack', secret: SECRET } as const], ['subscription-pending eu-west-1']],
  ])(
    'follows alarms through the notifier: to webhooks %j and a pending address',
    async (webhooks, found) => {
      const subject = subjectOf({ notify: { emails: ['ops@example.org'], webhooks } });
      const pending = { protocol: 'email', endpoint: 'ops@example.org', confirmed: false };

      const diagnosis = await diagnosed({ subscriptions: async () => [pending] }, subject);

      expect(foundIn(diagnosis)).toEqual(found);
    },
  );

  it('ends a check that takes too long, and makes the others', async () => {
    const healthy = healthyAccount(subjectOf());
    const diagnosis = await diagnose(subjectOf(), {
      clock: { epochMs: () => NOW_MS },
      readerOf: (region) => ({
        ...healthy(region),
        table: async () => {
          throw new Error('never answered');
        },
      }),
      within: async (work) => {
        const facts = await work;
        const isLate = JSON.stringify(facts).includes('never answered');

        return isLate ? 'timeout' : facts;
      },
    });

    expect(foundIn(diagnosis)).toEqual(['check-late']);
  });

  it.each<readonly [keyof RegionReader, DoctorAction]>([
    ['bootstrapVersion', 'ssm:GetParameter'],
    ['concurrency', 'lambda:GetAccountSettings'],
    ['stacks', 'cloudformation:DescribeStacks'],
    ['subscriptions', 'sns:ListSubscriptionsByTopic'],
    ['alarms', 'cloudwatch:DescribeAlarms'],
    ['metric', 'cloudwatch:GetMetricData'],
    ['secret', 'secretsmanager:DescribeSecret'],
    ['function', 'lambda:GetFunctionConfiguration'],
    ['queueMappings', 'lambda:ListEventSourceMappings'],
    ['rolePolicies', 'iam:ListRolePolicies'],
    ['simulate', 'iam:SimulatePrincipalPolicy'],
    ['schedules', 'scheduler:ListSchedules'],
    ['queueDepth', 'sqs:GetQueueAttributes'],
    ['table', 'dynamodb:DescribeTable'],
    ['recordedRegions', 'dynamodb:Query'],
    ['hasBucket', 's3:ListBucket'],
  ])(
    'says which permission it lacks where %s is denied, and finds no problem',
    async (method, action) => {
      const diagnosis = await diagnosed({ [method]: refuse(action) });

      const facts = diagnosis.checks.flatMap((check) => check.facts);
      expect(facts).toContainEqual(
        expect.objectContaining({ code: 'call-failed', problem: 'denied', action }),
      );
      expect(diagnosis.checks.map(({ result }) => result)).not.toContain('problem');
      expect(DOCTOR_ACTIONS).toContain(action);
    },
  );

  it('finds what is wrong although something else in the same check is denied', async () => {
    const diagnosis = await diagnosed({
      queueDepth: async () => ({ waiting: 1, taken: 0 }),
      metric: refuse('cloudwatch:GetMetricData'),
    });

    expect(foundIn(diagnosis)).toEqual(
      expect.arrayContaining([
        'messages-unreadable us-east-1',
        'messages-undelivered eu-west-1',
        'call-failed eu-west-1',
      ]),
    );
  });
});

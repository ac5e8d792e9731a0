import { deleteStack } from '../../support/aws/formation/delete-stack.ts';
import { failOn } from '../../support/aws/formation/operation.ts';
import {
  alarmOf,
  deploy,
  namesOf,
  newAccount,
  QUEUE,
  queue,
  resource,
  SHOP,
  statusOf,
  table,
} from './stack-of.ts';

function reader(text: string) {
  return {
    P: resource('IAM::ManagedPolicy', {
      ManagedPolicyName: 'reader',
      Description: text,
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*' }],
      },
    }),
  };
}

describe('creation', () => {
  it('a creation that fails is rolled back, and its stack can only be deleted', () => {
    const account = newAccount();

    const { outcome, reason } = deploy(
      account,
      { A: queue('a'), B: queue('b') },
      { fault: failOn('B', 'create') },
    );

    expect([outcome, reason, statusOf(account)]).toEqual([
      'failed',
      'injected',
      'ROLLBACK_COMPLETE',
    ]);
    expect(namesOf(account.resources())).toEqual([]);
    expect(deploy(account, { A: queue('a') }).reason).toMatch(
      /ROLLBACK_COMPLETE state and can not be updated/,
    );
    expect(deleteStack(account, SHOP).outcome).toBe('deleted');
    expect(deploy(account, { A: queue('a') }).outcome).toBe('created');
  });

  it.each([
    ['Retain', ['runs']],
    ['RetainExceptOnCreate', []],
    ['Delete', []],
  ])('a rolled-back creation with %s leaves %j', (policy, left) => {
    const account = newAccount();

    deploy(
      account,
      { Table: table(policy), Z: { ...QUEUE, DependsOn: 'Table' } },
      { fault: failOn('Z', 'create') },
    );

    expect(statusOf(account)).toBe('ROLLBACK_COMPLETE');
    expect(namesOf(account.orphans())).toEqual(left);
  });

  it('a protected table fails the rollback of its creation, and the deletion of its stack', () => {
    const account = newAccount();

    deploy(
      account,
      { Table: table('RetainExceptOnCreate', true), Z: { ...QUEUE, DependsOn: 'Table' } },
      { fault: failOn('Z', 'create') },
    );

    expect(statusOf(account)).toBe('ROLLBACK_FAILED');
    const { outcome } = deleteStack(account, SHOP);
    expect(outcome).toBe('deleted');
    expect(namesOf(account.orphans())).toEqual(['runs']);
  });

  it('a resource whose name is taken fails, also by an alarm of another type', () => {
    const account = newAccount();
    deploy(account, { A: queue('a'), ...alarmOf() }, { name: 'first' });

    expect(deploy(account, { A: queue('a') }).reason).toMatch(/identifier 'a' already exists/);
    deleteStack(account, SHOP);
    const composite = { AlarmName: 'health-down', AlarmRule: 'ALARM("health-down")' };
    expect(
      deploy(account, { A: resource('CloudWatch::CompositeAlarm', composite) }).reason,
    ).toMatch(/already exists/);
  });

  it('a bucket whose name is taken in another region fails', () => {
    const account = newAccount();
    deploy(
      account,
      { A: resource('S3::Bucket', { BucketName: 'evidence' }) },
      { name: 'first', region: 'us-east-1' },
    );

    expect(
      deploy(account, { A: resource('S3::Bucket', { BucketName: 'evidence' }) }).reason,
    ).toMatch(/already exists/);
  });

  it('disableRollback leaves a failed creation, which can be continued', () => {
    const account = newAccount();

    deploy(
      account,
      { A: queue('a'), B: queue('b') },
      { fault: failOn('B', 'create'), disableRollback: true },
    );

    expect(statusOf(account)).toBe('CREATE_FAILED');
    expect(namesOf(account.resources())).toEqual(['a']);
    expect(deploy(account, { A: queue('a') }).outcome).toBe('refused');
    expect(
      deploy(account, { A: queue('a'), B: queue('b') }, { disableRollback: true }).outcome,
    ).toBe('updated');
    expect(namesOf(account.resources())).toEqual(['a', 'b']);
  });
});

describe('update', () => {
  it('an equal template changes nothing', () => {
    const account = newAccount();
    deploy(account, { A: queue('a') });

    expect(deploy(account, { A: queue('a') })).toMatchObject({ outcome: 'unchanged', events: [] });
  });

  it('a new name makes a new resource before the old one goes', () => {
    const account = newAccount();
    deploy(account, { A: queue('a') });

    const { events } = deploy(account, { A: queue('b') });

    expect(events.map(({ status }) => status)).toEqual(['CREATE_COMPLETE', 'DELETE_COMPLETE']);
    expect(namesOf(account.resources())).toEqual(['b']);
  });

  it('UpdateReplacePolicy keeps what was replaced', () => {
    const account = newAccount();
    deploy(account, { A: queue('a') });

    deploy(account, { A: queue('b', { UpdateReplacePolicy: 'Retain' }) });

    expect(namesOf(account.orphans())).toEqual(['a']);
  });

  it('a name that moves to another logical id is taken', () => {
    const account = newAccount();
    deploy(account, { A: queue('a') });

    expect(deploy(account, { B: queue('a') }).reason).toMatch(/identifier 'a' already exists/);
    expect(statusOf(account)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(namesOf(account.resources())).toEqual(['a']);
  });

  it('a managed policy with a name cannot change its description', () => {
    const account = newAccount();
    deploy(account, reader('one'));

    expect(deploy(account, reader('two')).reason).toMatch(/'reader' already exists/);
  });

  it('a failed update takes back what was changed, created and replaced', () => {
    const account = newAccount();
    const before = { A: queue('a'), B: queue('b'), C: queue('c') };
    deploy(account, before);
    const resources = account.resources();

    const { events } = deploy(
      account,
      {
        A: resource('SQS::Queue', { QueueName: 'a', DelaySeconds: 5 }),
        B: queue('b2'),
        D: queue('d'),
        E: queue('e'),
      },
      { fault: failOn('E', 'create') },
    );

    expect(statusOf(account)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(events.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
      'A UPDATE_COMPLETE',
      'B CREATE_COMPLETE',
      'D CREATE_COMPLETE',
      'E CREATE_FAILED',
      'A UPDATE_COMPLETE',
      'D DELETE_COMPLETE',
      'B DELETE_COMPLETE',
    ]);
    expect(account.resources()).toEqual(resources);
    expect(deploy(account, before).outcome).toBe('unchanged');
  });

  it('a resource that leaves the template goes, or stays by its old policy', () => {
    const account = newAccount();
    deploy(account, { A: queue('a'), B: queue('b'), Kept: table('RetainExceptOnCreate') });

    deploy(account, { A: queue('a') });

    expect(namesOf(account.resources())).toEqual(['a', 'runs']);
    expect(account.orphans()).toMatchObject([
      { name: 'runs', leftBy: { stack: 'shop', logicalId: 'Kept' } },
    ]);
  });

  it('what the clean-up cannot delete stays behind, and the update counts', () => {
    const account = newAccount();
    deploy(account, { A: queue('a'), B: resource('S3::Bucket', { BucketName: 'evidence' }) });
    account.fill('evidence');

    const { outcome, events } = deploy(account, { A: queue('a') });

    expect([outcome, events.at(-1)?.status]).toEqual(['updated', 'DELETE_FAILED']);
    expect(namesOf(account.orphans())).toEqual(['evidence']);
  });
});

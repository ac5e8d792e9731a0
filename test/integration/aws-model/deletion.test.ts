import type { AwsAccount } from '../../support/aws/formation/account.ts';
import { deleteStack } from '../../support/aws/formation/delete-stack.ts';
import { failOn } from '../../support/aws/formation/operation.ts';
import {
  deploy,
  functionOf,
  namesOf,
  newAccount,
  QUEUE,
  queue,
  REGION,
  resource,
  scheduleOf,
  SHOP,
  statusOf,
  table,
} from './stack-of.ts';

describe('deletion', () => {
  it('goes against the order of creation, and keeps what is retained', () => {
    const account = newAccount();
    deploy(account, { ...scheduleOf(), Kept: table('Retain') });

    const { outcome, events } = deleteStack(account, SHOP);

    expect(outcome).toBe('deleted');
    expect(events.map(({ logicalId }) => logicalId).slice(0, 2)).toEqual(['Kept', 'Schedule']);
    expect(namesOf(account.resources())).toEqual(['runs']);
    expect(account.stacks()).toEqual([]);
  });

  it('a refused deletion leaves the stack; what failed can be retained then', () => {
    const account = newAccount();
    deploy(account, { A: resource('S3::Bucket', { BucketName: 'evidence' }), B: queue('b') });
    account.fill('evidence');

    expect(deleteStack(account, { ...SHOP, retain: ['A'] }).outcome).toBe('refused');
    expect(deleteStack(account, SHOP).reason).toMatch(/not empty/);
    expect(statusOf(account)).toBe('DELETE_FAILED');
    expect(namesOf(account.resources())).toEqual(['evidence']);
    expect(deleteStack(account, { ...SHOP, retain: ['A'] }).outcome).toBe('deleted');
    expect(namesOf(account.orphans())).toEqual(['evidence']);
  });

  it('keeps what a resource that failed refers to', () => {
    const account = newAccount();
    deploy(account, functionOf());

    deleteStack(account, { ...SHOP, fault: failOn('Function', 'delete') });

    expect(account.resources('AWS::IAM::Role')).toHaveLength(1);
  });

  it('is refused while another stack imports an export', () => {
    const account = newAccount();
    deploy(
      account,
      { A: queue('a') },
      { sections: { Outputs: { N: { Value: 'a', Export: { Name: 'n' } } } } },
    );
    deploy(
      account,
      { A: queue('b') },
      { name: 'user', sections: { Outputs: { N: { Value: { 'Fn::ImportValue': 'n' } } } } },
    );

    expect(deleteStack(account, SHOP).reason).toMatch(/in use by user/);
  });

  it('a group takes its schedules with it, a function its versions and aliases', () => {
    const account = newAccount();
    const group = { Group: resource('Scheduler::ScheduleGroup', { Name: 'shop' }) };
    deploy(account, group, { name: 'first' });
    const { Group: _group, ...others } = scheduleOf({ GroupName: 'shop' });
    deploy(account, others);

    deleteStack(account, { name: 'first', region: REGION });

    expect(account.resources('AWS::Scheduler::Schedule')).toEqual([]);
    expect(deleteStack(account, SHOP).outcome).toBe('deleted');
  });
});

function accountWithTable(): AwsAccount {
  const account = newAccount();
  deploy(account, { Table: table('Retain') }, { name: 'old' });
  deleteStack(account, { name: 'old', region: REGION });
  return account;
}

describe('import of what exists', () => {
  it('takes a retained resource without an owner; its properties stay until an update', () => {
    const account = accountWithTable();

    const { outcome, events } = deploy(
      account,
      { Table: table('RetainExceptOnCreate', true) },
      { importExisting: true },
    );

    expect([outcome, events[0]?.status]).toEqual(['created', 'IMPORT_COMPLETE']);
    expect(account.orphans()).toEqual([]);
    expect(account.resources('AWS::DynamoDB::Table')).toMatchObject([
      {
        owner: { stack: 'shop', logicalId: 'Table' },
        properties: { DeletionProtectionEnabled: false },
      },
    ]);
  });

  it.each([
    ['without the option', table('Retain'), false],
    ['that the template would delete', table('Delete'), true],
    ['whose name is computed', table('Retain', false, { 'Fn::Join': ['', ['ru', 'ns']] }), true],
  ])('is refused %s', (_name, resourceOfTable, importExisting) => {
    const account = accountWithTable();

    const { reason } = deploy(account, { Table: resourceOfTable }, { importExisting });

    expect(reason).toMatch(/'runs' already exists/);
  });

  it('is refused for a resource of another stack', () => {
    const account = newAccount();
    deploy(account, { Table: table('Retain') }, { name: 'old' });

    expect(deploy(account, { Table: table('Retain') }, { importExisting: true }).reason).toMatch(
      /already exists/,
    );
  });

  it('a rollback gives the resource back', () => {
    const account = accountWithTable();

    deploy(
      account,
      { Table: table('RetainExceptOnCreate'), Z: { ...QUEUE, DependsOn: 'Table' } },
      { importExisting: true, fault: failOn('Z', 'create') },
    );

    expect(namesOf(account.orphans())).toEqual(['runs']);
  });
});

import type { AwsAccount } from '../../support/aws/formation/account.ts';
import { deleteStack } from '../../support/aws/formation/delete-stack.ts';
import { continueRollback } from '../../support/aws/formation/deploy-stack.ts';
import { failNth, failOn } from '../../support/aws/formation/operation.ts';
import {
  alarmOf,
  deploy,
  namesOf,
  newAccount,
  NOON_MS,
  QUEUE,
  queue,
  REGION,
  resource,
  scheduleOf,
  SHOP,
  statusOf,
} from './stack-of.ts';

const HOUR_MS = 3_600_000;

function nested(account: AwsAccount, key: string, name: string) {
  const template = JSON.stringify({
    Parameters: { Delay: { Type: 'Number' } },
    Resources: {
      Inner: resource('SQS::Queue', { QueueName: name, DelaySeconds: { Ref: 'Delay' } }),
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Inner', 'Arn'] } } },
  });
  account.upload('assets', key, { unzippedBytes: 0, template });
  return resource('CloudFormation::Stack', {
    TemplateURL: `https://s3.${REGION}.amazonaws.com/assets/${key}`,
    Parameters: { Delay: 5 },
  });
}

describe('start dates', () => {
  const first = scheduleOf({ StartDate: '2026-12-01T12:45:00Z' });
  const second = scheduleOf({ StartDate: '2026-12-02T12:45:00Z' });

  it('a rollback applies a start date that has passed again, which Scheduler refuses', () => {
    const account = newAccount();
    deploy(account, first);
    account.moveTo(NOON_MS + 24 * HOUR_MS);

    const { events } = deploy(
      account,
      { ...second, Z: { ...QUEUE, DependsOn: 'Schedule' } },
      { fault: failOn('Z', 'create') },
    );

    expect(statusOf(account)).toBe('UPDATE_ROLLBACK_FAILED');
    expect(events.at(-1)).toMatchObject({ logicalId: 'Schedule', status: 'UPDATE_FAILED' });
    expect(deploy(account, second).reason).toMatch(/UPDATE_ROLLBACK_FAILED/);
    expect(continueRollback(account, SHOP)).toBe('UPDATE_ROLLBACK_FAILED');
    expect(continueRollback(account, { ...SHOP, skip: ['Schedule'] })).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
  });

  it('an update of another property applies the start date again as well', () => {
    const account = newAccount();
    deploy(account, first);
    account.moveTo(NOON_MS + HOUR_MS);

    expect(
      deploy(account, scheduleOf({ StartDate: '2026-12-01T12:45:00Z', State: 'DISABLED' })).reason,
    ).toMatch(/StartDate you specify cannot be earlier than 5 minutes ago/);
  });
});

describe('nested stacks', () => {
  const arn = resource('SSM::Parameter', {
    Name: 'arn',
    Type: 'String',
    Value: { 'Fn::GetAtt': ['Part', 'Outputs.Arn'] },
  });

  it('are created, updated and deleted with their parent', () => {
    const account = newAccount();

    deploy(account, { Part: nested(account, '1.json', 'inner'), Arn: arn });
    expect(account.find('AWS::SSM::Parameter', REGION, 'arn')?.properties['Value']).toMatch(
      /:inner$/,
    );
    deploy(account, { Part: nested(account, '2.json', 'other'), Arn: arn });
    expect(namesOf(account.resources('AWS::SQS::Queue'))).toEqual(['other']);
    expect(account.find('AWS::SSM::Parameter', REGION, 'arn')?.properties['Value']).toMatch(
      /:other$/,
    );
    deploy(account, { A: queue('a') });

    expect(namesOf(account.resources())).toEqual(['a']);
    expect(account.allStacks()).toHaveLength(1);
  });

  it('are rolled back with their parent, and cleaned up only when it has succeeded', () => {
    const account = newAccount();
    deploy(account, { Part: nested(account, '1.json', 'inner') });
    const resources = account.resources();

    deploy(
      account,
      { Part: nested(account, '2.json', 'other'), Z: { ...QUEUE, DependsOn: 'Part' } },
      { fault: failOn('Z', 'create') },
    );

    expect(account.resources()).toEqual(resources);
    expect(account.allStacks()).toHaveLength(2);
  });

  it('go with a creation that is rolled back', () => {
    const account = newAccount();

    deploy(
      account,
      { Part: nested(account, '1.json', 'inner'), Z: { ...QUEUE, DependsOn: 'Part' } },
      { fault: failNth(2) },
    );

    expect(account.resources('AWS::SQS::Queue')).toEqual([]);
    expect(account.allStacks()).toHaveLength(1);
  });
});

describe('timeline()', () => {
  it('keeps what existed from when to when, with which properties', () => {
    const account = newAccount();
    deploy(account, alarmOf());
    account.moveTo(NOON_MS + HOUR_MS);
    deploy(account, alarmOf({ Threshold: 2 }));
    account.moveTo(NOON_MS + 2 * HOUR_MS);
    deleteStack(account, SHOP);

    const [life, ...others] = account.timeline('AWS::CloudWatch::Alarm');

    expect(others).toEqual([]);
    expect(life).toMatchObject({
      name: 'health-down',
      madeBy: { stack: 'shop', logicalId: 'Alarm' },
      endedAtMs: NOON_MS + 2 * HOUR_MS + 1_000,
      states: [
        { fromMs: NOON_MS + 1_000, properties: { Threshold: 1 } },
        { fromMs: NOON_MS + HOUR_MS + 1_000, properties: { Threshold: 2 } },
      ],
    });
  });
});

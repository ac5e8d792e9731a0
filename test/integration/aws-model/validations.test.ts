import { ALARMS, VALID_ALARMS } from './cases/alarms.ts';
import { LAMBDA, mapping, VALID_FUNCTIONS } from './cases/functions.ts';
import { OTHERS, VALID_OTHERS } from './cases/others.ts';
import { IAM } from './cases/roles.ts';
import { SCHEDULES } from './cases/schedules.ts';
import { SHAPES } from './cases/shapes.ts';
import {
  ALARM,
  alarmOf,
  ASSETS,
  deploy,
  functionOf,
  LAMBDA_ROLE,
  newAccount,
  NOON_MS,
  resource,
  scheduleOf,
} from './stack-of.ts';

function account() {
  const made = newAccount();
  for (const bytes of [1_000, 262_144_000]) {
    made.upload(ASSETS, `${bytes}.zip`, { unzippedBytes: bytes, template: null });
  }

  return made;
}

describe('what AWS accepts', () => {
  it.each([
    ['a schedule', scheduleOf({ StartDate: '2026-12-01T11:55:30Z' })] as const,
    ['a cron', scheduleOf({ ScheduleExpression: 'cron(4/5 * * * ? *)' })] as const,
    ['an instant', scheduleOf({ ScheduleExpression: 'at(2026-12-02T12:00:00)' })] as const,
    ...VALID_ALARMS,
    ...VALID_FUNCTIONS,
    ...VALID_OTHERS,
  ])('%s', (_name, resources) => {
    const { outcome, reason } = deploy(account(), resources);

    expect([outcome, reason]).toEqual(['created', null]);
  });
});

describe.each([
  ['schedules', SCHEDULES],
  ['alarms and dashboards', ALARMS],
  ['functions', LAMBDA],
  ['roles and policies', IAM],
  ['other resources', OTHERS],
  ['values of another shape', SHAPES],
])('what AWS refuses: %s', (_kind, cases) => {
  it.each(cases)('%s', (_name, resources, reason) => {
    const result = deploy(account(), resources);

    expect([result.outcome, result.status]).toEqual(['failed', 'ROLLBACK_COMPLETE']);
    expect(result.reason).toMatch(reason);
  });
});

describe('what AWS refuses in an update', () => {
  it('a function that takes longer than its queue hides messages, and a queue that hides them shorter', () => {
    const model = account();
    deploy(model, mapping());

    expect(deploy(model, { ...mapping(), ...functionOf({ Timeout: 61 }) }).reason).toMatch(
      /less than Function timeout: 61/,
    );
    expect(
      deploy(
        model,
        mapping({}, resource('SQS::Queue', { QueueName: 'records', VisibilityTimeout: 59 })),
      ).reason,
    ).toMatch(/59 seconds is less/);
  });

  it('a schedule that changes its group', () => {
    const model = account();
    const groups = { Other: resource('Scheduler::ScheduleGroup', { Name: 'other' }) };
    deploy(model, { ...scheduleOf(), ...groups });

    expect(
      deploy(model, { ...scheduleOf({ GroupName: { Ref: 'Other' } }), ...groups }).reason,
    ).toMatch(/does not exist in group other/);
  });

  it('a version that its alias still names', () => {
    const model = account();
    const alias = resource('Lambda::Alias', {
      FunctionName: 'recorder',
      FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] },
      Name: 'live',
    });
    deploy(model, {
      ...functionOf(),
      V: resource('Lambda::Version', { FunctionName: { Ref: 'Function' } }),
      Alias: alias,
    });
    const [version] = model.resources('AWS::Lambda::Version');

    const { events } = deploy(model, {
      ...functionOf(),
      Alias: {
        ...alias,
        Properties: {
          FunctionName: 'recorder',
          FunctionVersion: version?.attributes['Version'] ?? '',
          Name: 'live',
        },
      },
    });

    expect(events.at(-1)?.reason).toMatch(/is referenced by recorder:live/);
  });
});

describe('quotas of an account', () => {
  it('a new account can reserve nothing', () => {
    const fresh = newAccount({ limits: { lambdaConcurrency: 10 } });

    expect(deploy(fresh, functionOf({ ReservedConcurrentExecutions: 1 })).reason).toMatch(
      /minimum value of \[100\]: 9/,
    );
  });

  it.each([
    [
      'alarms',
      { alarmsPerRegion: 1 },
      { ...alarmOf(), B: resource('CloudWatch::Alarm', { ...ALARM, AlarmName: 'b' }) },
    ],
    ['roles', { rolesPerAccount: 1 }, { A: LAMBDA_ROLE, B: LAMBDA_ROLE }],
  ])('%s are counted', (_name, limits, resources) => {
    expect(deploy(newAccount({ limits }), resources).reason).toMatch(/quota/);
  });

  it('the clock of a model never goes back', () => {
    expect(() => newAccount().moveTo(NOON_MS - 1)).toThrow(RangeError);
  });
});

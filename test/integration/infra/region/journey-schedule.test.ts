import { Match, Template } from 'aws-cdk-lib/assertions';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import {
  apiPlan,
  nestedTemplates,
  onlyRegion,
  stacksOf,
  workshop,
} from '../support/deployment-of.ts';

const shop = workshop();

afterAll(() => shop.remove());

describe('JourneySchedule', () => {
  it('JourneySchedule invokes the alias with the slot, retries for one interval, then sends the event to the queue', () => {
    const [template] = schedulesOf([apiPlan()]).values();

    template?.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'health',
      GroupName: 'waywiser-prod',
      State: 'ENABLED',
      ScheduleExpression: 'cron(1/5 * * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      StartDate: Match.absent(),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { Ref: Match.stringLikeRegexp('ApiRunnerFunctionAliaslive.*Ref$') },
        RoleArn: { Ref: Match.stringLikeRegexp('ApiRunnerSchedules.*Arn$') },
        Input:
          '{"journey":"health","kind":"api","version":"aa11","scheduledAt":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: { Ref: Match.stringLikeRegexp('QueueRecords.*Arn$') } },
      },
    });
  });

  it.each([
    ['a minute', { kind: 'rate', everyMinutes: 1 }, 60],
    ['an hour', { kind: 'rate', everyMinutes: 60 }, 3_600],
    ['two days', { kind: 'rate', everyMinutes: 2_880 }, 86_400],
    [
      'working hours',
      { kind: 'cron', expression: '*/10 8-18 ? * MON-FRI *', timeZone: 'Europe/Amsterdam' },
      600,
    ],
  ] as const)(
    'JourneySchedule gives up after one interval when it is %s',
    (_what, schedule, age) => {
      const [template] = schedulesOf([apiPlan({ schedule })]).values();

      template?.hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpressionTimezone: schedule.kind === 'cron' ? 'Europe/Amsterdam' : 'UTC',
        Target: { RetryPolicy: { MaximumEventAgeInSeconds: age } },
      });
    },
  );

  it('JourneySchedule keeps an uneven rate without a start date, and sends it with each tick', () => {
    const schedule = { kind: 'rate', everyMinutes: 45 } as const;
    const [template] = schedulesOf([apiPlan({ schedule })]).values();

    // A slot is at 12:11 on 22 November 2026.
    template?.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(11/15 * * * ? *)',
      StartDate: Match.absent(),
      Target: Match.objectLike({
        Input:
          '{"journey":"health","kind":"api","version":"aa11","scheduledAt":"<aws.scheduler.scheduled-time>","everyMinutes":45}',
      }),
    });
  });
});

describe('RegionStack', () => {
  it('RegionStack makes schedules only once Lambda knows that it must repeat no run', () => {
    const stack = onlyRegion(stacksOf(shop.deployment([apiPlan()])));

    Template.fromStack(stack).hasResource('AWS::CloudFormation::Stack', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ApiRunnerEvents')]),
    });
  });

  it('RegionStack updates the recorder before each function whose records it reads', () => {
    const deploy = { isolated: true, memoryMb: null, architecture: null, vpc: null };
    const plans = [apiPlan(), apiPlan({ name: 'alone', deploy })];
    const template = Template.fromStack(onlyRegion(stacksOf(shop.deployment(plans))));
    const after = { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^RecorderFunction')]) };

    template.hasResource('AWS::Lambda::Function', {
      ...after,
      Properties: { FunctionName: 'waywiser-prod-api-runner' },
    });
    const stacks = Object.entries(template.findResources('AWS::CloudFormation::Stack', after));
    expect(stacks.filter(([id]) => id.startsWith('Isolated'))).toHaveLength(1);
    // It must not wait for them in turn.
    const recorder = template.findResources('AWS::Lambda::Function', {
      Properties: { FunctionName: 'waywiser-prod-recorder' },
    });
    expect(JSON.stringify(recorder)).not.toMatch(/Senders|Isolated/);
  });

  it('RegionStack separates two schedules whose names differ by a dash only', () => {
    const plans = ['a-b-c-d', 'ab-cd', 'abcd', 'abc-d', 'a-bcd'].map((name) => apiPlan({ name }));

    expect(namesOf(schedulesOf(plans)).toSorted()).toEqual(
      plans.map(({ name }) => name).toSorted(),
    );
  });

  it('RegionStack never moves a schedule to another part when journeys come or go', () => {
    const names = Array.from({ length: 40 }, (_, index) => `journey-${index}`);
    const plans = names.map((name) => apiPlan({ name }));

    const all = placesOf(schedulesOf(plans));
    const half = placesOf(schedulesOf(plans.filter((_, index) => index % 2 === 0)));

    expect(half.size).toBe(20);
    expect([...half].filter(([name, part]) => all.get(name) !== part)).toEqual([]);
    expect(new Set(all.values()).size).toBe(4);
  });

  it('RegionStack contains the journeys of its region only, and no region is created without journeys', () => {
    const { regions } = stacksOf(
      shop.deployment([
        apiPlan({ name: 'here', regions: ['eu-west-1'] }),
        apiPlan({ name: 'there', regions: ['us-east-1'] }),
        apiPlan({ name: 'both', regions: ['us-east-1', 'eu-west-1'] }),
      ]),
    );

    const found = regions.map((stack) => [
      stack.stackName,
      namesOf(nestedTemplates(stack)).toSorted(),
    ]);

    expect(found).toEqual([
      ['waywiser-prod-eu-west-1', ['both', 'here']],
      ['waywiser-prod-us-east-1', ['both', 'there']],
    ]);
  });
});

function schedulesOf(plans: readonly JourneyPlan[]): ReadonlyMap<string, Template> {
  return nestedTemplates(onlyRegion(stacksOf(shop.deployment(plans))));
}

function namesOf(parts: ReadonlyMap<string, Template>): readonly string[] {
  return [...placesOf(parts).keys()];
}

/** The part that each schedule is in. */
function placesOf(parts: ReadonlyMap<string, Template>): ReadonlyMap<string, string> {
  return new Map(
    [...parts].flatMap(([part, template]) =>
      Object.values(template.findResources('AWS::Scheduler::Schedule')).map(
        ({ Properties: properties }): [string, string] => [String(properties.Name), part],
      ),
    ),
  );
}

import { App, NestedStack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { alarmsStacks } from '../../../../lib/infra/alarms/alarms-stack.ts';
import type { AlarmsProps } from '../../../../lib/infra/alarms/alarms-stack.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';

const NOTIFIER = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':lambda:eu-west-1:123456789012:function:waywiser-prod-notifier',
    ],
  ],
};

function stacksOf(changes: Partial<AlarmsProps> = {}) {
  return alarmsStacks(new App(), {
    stage: 'prod',
    runbookUrl: 'https://example.test/runbook.md',
    env: { account: '123456789012', region: 'eu-west-1' },
    journeys: [planOf()],
    maintenance: [],
    today: '2026-11-22',
    ...changes,
  });
}

/** The templates of the parts, by the names of their stacks' parts. */
function partsOf(changes: Partial<AlarmsProps> = {}): ReadonlyMap<string, Template> {
  const parts = stacksOf(changes).flatMap((stack) =>
    stack.node.children.filter((child) => child instanceof NestedStack),
  );

  return new Map(parts.map((part) => [part.node.path, Template.fromStack(part)]));
}

function onlyPart(changes: Partial<AlarmsProps> = {}): Template {
  const [part, ...others] = partsOf(changes).values();
  expect(others).toEqual([]);
  if (part === undefined) throw new Error('Expected a part');

  return part;
}

describe('alarmsStacks()', () => {
  it('alarmsStacks() puts a journey in the stack that its name determines', () => {
    // These never change: a journey that moved would have its alarms created twice.
    expect([...partsOf().keys()]).toEqual(['waywiser-prod-alarms-0/Part00']);
  });

  it.each([
    ['no journey', []],
    ['one', [planOf()]],
  ])(
    'alarmsStacks() makes the same stacks with %s, each of which can be deployed',
    (_, journeys) => {
      const stacks = stacksOf({ journeys });

      expect(stacks.map(({ stackName }) => stackName)).toEqual([
        'waywiser-prod-alarms-0',
        'waywiser-prod-alarms-1',
        'waywiser-prod-alarms-2',
        'waywiser-prod-alarms-3',
      ]);
      // CloudFormation refuses a template without resources.
      for (const stack of stacks) {
        Template.fromStack(stack).resourceCountIs('AWS::CloudFormation::WaitConditionHandle', 1);
      }
    },
  );

  it('alarmsStacks() makes no part that is empty', () => {
    const names = ['checkout', 'search', 'api-health'];

    const parts = partsOf({ journeys: names.map((name) => planOf({ name })) });

    expect([...parts.keys()].toSorted()).toEqual([
      'waywiser-prod-alarms-0/Part00',
      'waywiser-prod-alarms-1/Part33',
      'waywiser-prod-alarms-2/Part26',
    ]);
  });

  it('alarmsStacks() counts failing regions by metric math for down, and notifies of both changes', () => {
    const template = onlyPart();

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'waywiser-prod-checkout-down',
      Metrics: [
        {
          Id: 'e1',
          Expression: '((IF((m1 < 1), 1, 0) + IF((m2 < 1), 1, 0)) + IF((m3 < 1), 1, 0))',
          ReturnData: true,
        },
        ...['eu-west-1', 'us-east-1', 'ap-southeast-2'].map((region, index) => ({
          Id: `m${index + 1}`,
          MetricStat: {
            Metric: {
              Namespace: 'Waywiser/prod',
              MetricName: 'Success',
              Dimensions: [
                { Name: 'Journey', Value: 'checkout' },
                { Name: 'Region', Value: region },
              ],
            },
            Period: 300,
            Stat: 'Average',
          },
          ReturnData: false,
        })),
      ],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 2,
      EvaluationPeriods: 4,
      DatapointsToAlarm: 2,
      TreatMissingData: 'ignore',
      AlarmActions: [NOTIFIER],
      OKActions: [NOTIFIER],
    });
  });

  it('alarmsStacks() has every alarm of a journey, each linked to its heading', () => {
    const template = onlyPart();
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));

    expect(
      alarms.map(({ Properties }) => [
        Properties.AlarmName,
        Properties.AlarmDescription.split('#').at(-1),
      ]),
    ).toEqual([
      ['waywiser-prod-checkout-down', 'down'],
      ['waywiser-prod-checkout-silent', 'silent'],
      ['waywiser-prod-checkout-blind', 'blind'],
      ['waywiser-prod-checkout-budget-p75-lcp', 'budget'],
      ['waywiser-prod-checkout-budget-p95-duration', 'budget'],
    ]);
  });

  it('alarmsStacks() creates the composite after its children and without actions', () => {
    const template = onlyPart();
    const children = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    const [composite, ...others] = Object.values(
      template.findResources('AWS::CloudWatch::CompositeAlarm'),
    );

    expect(others).toEqual([]);
    expect(new Set(composite?.['DependsOn'])).toEqual(new Set(children));
    expect(composite?.['Properties']).toEqual({
      AlarmName: 'waywiser-prod-checkout-any',
      AlarmDescription:
        'At least one alarm of journey "checkout" is on. First step: list the journey\'s alarms that are on, in CloudWatch. What to do: https://example.test/runbook.md#any',
      AlarmRule:
        '(ALARM("waywiser-prod-checkout-down") OR ALARM("waywiser-prod-checkout-silent") OR ALARM("waywiser-prod-checkout-blind") OR ALARM("waywiser-prod-checkout-budget-p75-lcp") OR ALARM("waywiser-prod-checkout-budget-p95-duration"))',
    });
  });

  it('alarmsStacks() mutes all alarms of the journeys that a maintenance window names', () => {
    const later = { from: '2026-12-01T22:00:00Z', to: '2026-12-02T02:00:00Z' };
    const template = onlyPart({
      maintenance: [
        { ...later, journeys: ['checkout'] },
        { ...later, journeys: ['search'] },
        { from: '2026-11-01T22:00:00Z', to: '2026-11-02T02:00:00Z' },
        {
          schedule: { kind: 'cron', expression: '0 2 ? * SUN *', timeZone: 'Europe/Berlin' },
          durationMs: 7_200_000,
        },
      ],
    });
    const alarms = [
      ...Object.keys(template.findResources('AWS::CloudWatch::Alarm')),
      ...Object.keys(template.findResources('AWS::CloudWatch::CompositeAlarm')),
    ];

    const rules = Object.values(template.findResources('AWS::CloudWatch::AlarmMuteRule'));

    expect(rules.map(({ Properties }) => Properties)).toEqual([
      {
        Rule: { Schedule: { Expression: 'at(2026-12-01T22:00)', Duration: 'PT4H' } },
        MuteTargets: { AlarmNames: alarms.map((Ref) => ({ Ref })) },
      },
      {
        Rule: {
          Schedule: {
            Expression: 'cron(0 2 * * SUN)',
            Duration: 'PT2H',
            Timezone: 'Europe/Berlin',
          },
        },
        MuteTargets: { AlarmNames: alarms.map((Ref) => ({ Ref })) },
      },
    ]);
  });

  it('alarmsStacks() stays far within CloudFormation’s limits when there are many journeys', () => {
    const journeys = Array.from({ length: 200 }, (_, index) => planOf({ name: `shop-${index}` }));

    const templates = [...partsOf({ journeys }).values()].map((template) => template.toJSON());

    const sizes = templates.map((template) => JSON.stringify(template, undefined, 1).length);
    const counts = templates.map(({ Resources }) => Object.keys(Resources).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200 * 6);
    // A fifth of the journeys that a stage may have.
    expect(Math.max(...counts)).toBeLessThan(500 / 5);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000 / 5);
  });
});

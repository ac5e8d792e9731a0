import { ruleText } from '../../../lib/core/alarms/composite-rule.ts';
import { ALARM_KINDS } from '../../../lib/core/alarms/alarm-definition.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import { conditionOf, mathAlarm, withArrow } from './alarm-parts.ts';
import { planOf } from './journey-plan.ts';

const FRAME = { stage: 'prod', runbookUrl: 'https://docs.test/runbook' };
const AT_LEAST = { kind: 'math', operator: 'GreaterThanOrEqualToThreshold' } as const;

describe('journeyAlarms() of trends', () => {
  const base = { failingRegions: 2, datapoints: [2, 3] } as const;
  const asked = { ...base, driftPercent: 2.5, daysToBudget: 30 };
  const trends = journeyAlarms(planOf({ alarm: asked }), FRAME);
  const daily = {
    ...AT_LEAST,
    threshold: 1,
    periodSeconds: 86_400,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'notBreaching',
  };

  it('journeyAlarms() counts regions that drift by the limit or more', () => {
    expect(conditionOf(mathAlarm(trends, 'drift'))).toEqual({
      ...daily,
      name: 'waywiser-prod-checkout-drift',
      meaning: undefined,
      expression: '((IF((m1 >= 2.5), 1, 0) + IF((m2 >= 2.5), 1, 0)) + IF((m3 >= 2.5), 1, 0))',
      metrics: [
        'm1 Waywiser/prod Drift Maximum checkout eu-west-1',
        'm2 Waywiser/prod Drift Maximum checkout us-east-1',
        'm3 Waywiser/prod Drift Maximum checkout ap-southeast-2',
      ],
    });
  });

  it('journeyAlarms() counts regions that are nearer to a budget than the limit', () => {
    expect(conditionOf(mathAlarm(trends, 'forecast'))).toMatchObject({
      ...daily,
      name: 'waywiser-prod-checkout-forecast',
      expression: '((IF((m1 < 30), 1, 0) + IF((m2 < 30), 1, 0)) + IF((m3 < 30), 1, 0))',
      metrics: [
        'm1 Waywiser/prod DaysToBudget Minimum checkout eu-west-1',
        'm2 Waywiser/prod DaysToBudget Minimum checkout us-east-1',
        'm3 Waywiser/prod DaysToBudget Minimum checkout ap-southeast-2',
      ],
    });
  });

  it('journeyAlarms() says what they mean, and ties them to the others', () => {
    const meanings = trends.map(({ definition }) => withArrow(definition));
    const any = trends.at(-1)?.definition;

    expect(meanings.slice(-3, -1)).toEqual([
      'In at least one region, the duration of journey "checkout" has grown by 2.5% or more within 30 days. → drift',
      'In at least one region, journey "checkout" is forecast to exceed a budget in less than 30 days. → forecast',
    ]);
    expect(any?.kind === 'composite' && ruleText(any.rule)).toContain(
      'OR ALARM("waywiser-prod-checkout-drift") OR ALARM("waywiser-prod-checkout-forecast"))',
    );
    const others = ALARM_KINDS.filter((kind) => kind !== 'certificate');
    expect([...new Set(trends.map(({ kind }) => kind))]).toEqual(others);
  });

  it.each([
    ['drift', { ...base, driftPercent: 5 }],
    ['forecast', { ...base, daysToBudget: 5 }],
  ])('journeyAlarms() has %s alone where only that is asked for', (kind, alarm) => {
    const kinds = journeyAlarms(planOf({ alarm }), FRAME).map((each) => each.kind);

    expect(kinds.slice(-2)).toEqual([kind, 'any']);
  });
});

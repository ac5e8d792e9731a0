import { ruleText } from '../../../lib/core/alarms/composite-rule.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import { breaches, type Datapoint } from '../../../lib/core/alarms/evaluate-alarm.ts';
import { evaluateExpression, expressionText } from '../../../lib/core/alarms/metric-math.ts';
import { muteWindowsOf } from '../../../lib/core/alarms/muting.ts';
import { readExpression } from '../../support/read-expression.ts';
import { conditionOf, mathAlarm, withArrow } from './alarm-parts.ts';
import { describeAlarm } from '../../../lib/report/format/describe-alarm.ts';
import { planOf } from './journey-plan.ts';

const FRAME = { stage: 'prod', runbookUrl: 'https://docs.test/runbook' };

const AT_LEAST = { kind: 'math', operator: 'GreaterThanOrEqualToThreshold' } as const;

describe('journeyAlarms()', () => {
  const alarms = journeyAlarms(planOf(), FRAME);

  it('journeyAlarms() names every alarm of a journey with two budgets', () => {
    expect(alarms.map(({ kind, definition }) => [kind, definition.name])).toEqual([
      ['down', 'waywiser-prod-checkout-down'],
      ['silent', 'waywiser-prod-checkout-silent'],
      ['blind', 'waywiser-prod-checkout-blind'],
      ['budget', 'waywiser-prod-checkout-budget-p75-lcp'],
      ['budget', 'waywiser-prod-checkout-budget-p95-duration'],
      ['any', 'waywiser-prod-checkout-any'],
    ]);
  });

  it('journeyAlarms() counts failing regions for down', () => {
    expect(conditionOf(mathAlarm(alarms, 'down'))).toEqual({
      ...AT_LEAST,
      name: 'waywiser-prod-checkout-down',
      threshold: 2,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 4,
      treatMissingData: 'ignore',
      expression: '((IF((m1 < 1), 1, 0) + IF((m2 < 1), 1, 0)) + IF((m3 < 1), 1, 0))',
      metrics: [
        'm1 Waywiser/prod Success Average checkout eu-west-1',
        'm2 Waywiser/prod Success Average checkout us-east-1',
        'm3 Waywiser/prod Success Average checkout ap-southeast-2',
      ],
    });
  });

  it('journeyAlarms() is blind where the regions left cannot make up the quorum', () => {
    const thresholds = [1, 2, 3].map(
      (failingRegions) =>
        mathAlarm(
          journeyAlarms(planOf({ alarm: { failingRegions, datapoints: [2, 3] } }), FRAME),
          'blind',
        ).threshold,
    );

    expect(thresholds).toEqual([3, 2, 1]);
    expect(mathAlarm(alarms, 'blind')).toMatchObject({ treatMissingData: 'ignore' });
    expect(conditionOf(mathAlarm(alarms, 'blind')).metrics[0]).toBe(
      'm1 Waywiser/prod Errored Average checkout eu-west-1',
    );
  });

  it.each([
    [1, 5, 300, 83],
    [2, 3, 360, 86],
    [5, 1, 300, 83],
    [7, 1, 420, 89],
    [60, 1, 3_600, 248],
  ])('journeyAlarms() is silent every %i min below %i records in %i s', (...row) => {
    const [everyMinutes, promised, periodSeconds, warmUpMinutes] = row;
    const plan = planOf({
      schedule: { kind: 'rate', everyMinutes },
      regions: ['eu-west-1', 'us-east-1'],
    });

    expect(conditionOf(mathAlarm(journeyAlarms(plan, FRAME), 'silent'))).toEqual({
      ...AT_LEAST,
      name: 'waywiser-prod-checkout-silent',
      // Of two regions, fewer than two send enough.
      operator: 'LessThanThreshold',
      threshold: 2,
      periodSeconds,
      warmUpMinutes,
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
      treatMissingData: 'breaching',
      expression: `(IF((FILL(m1, 0) >= ${promised}), 1, 0) + IF((FILL(m2, 0) >= ${promised}), 1, 0))`,
      metrics: [
        'm1 Waywiser/prod Errored SampleCount checkout eu-west-1',
        'm2 Waywiser/prod Errored SampleCount checkout us-east-1',
      ],
    });
  });

  it.each([
    ['FILL gives 0', (text: string) => text],
    ['FILL gives nothing', (text: string) => text.replaceAll(/FILL\((m\d), 0\)/g, '$1')],
  ])('journeyAlarms() counts a region without any data as silent when %s', (_, change) => {
    const plan = planOf({ regions: ['eu-west-1', 'us-east-1'] });
    const { expression, ...condition } = mathAlarm(journeyAlarms(plan, FRAME), 'silent');

    const value = evaluateExpression(
      readExpression(change(expressionText(expression))),
      (id): Datapoint => (id === 'm1' ? null : 1),
    );

    expect(value).toBe(1);
    expect(breaches(condition, value ?? 0)).toBe(true);
  });

  it.each([
    ['business hours', { kind: 'cron', expression: '*/10 8-18 ? * MON-FRI *', timeZone: 'UTC' }],
    ['once a day', { kind: 'rate', everyMinutes: 1_440 }],
    ['a zone', { kind: 'cron', expression: '0/5 * * * ? *', timeZone: 'Europe/Amsterdam' }],
  ] as const)('journeyAlarms() asks the gap detector when the schedule is %s', (_, schedule) => {
    const plan = planOf({ schedule, regions: ['eu-west-1'] });

    expect(conditionOf(mathAlarm(journeyAlarms(plan, FRAME), 'silent'))).toEqual({
      ...AT_LEAST,
      name: 'waywiser-prod-checkout-silent',
      threshold: 1,
      periodSeconds: 3_600,
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      expression: 'IF((m1 > 0), 1, 0)',
      metrics: ['m1 Waywiser/prod Missing Sum checkout eu-west-1'],
    });
  });

  it('journeyAlarms() compares a percentile with the limit for a budget', () => {
    expect(conditionOf(mathAlarm(alarms, 'budget'))).toMatchObject({
      threshold: 1,
      periodSeconds: 21_600,
      treatMissingData: 'ignore',
      expression: '((IF((m1 > 2500), 1, 0) + IF((m2 > 2500), 1, 0)) + IF((m3 > 2500), 1, 0))',
      metrics: [
        'm1 Waywiser/prod lcp p75 checkout eu-west-1',
        'm2 Waywiser/prod lcp p75 checkout us-east-1',
        'm3 Waywiser/prod lcp p75 checkout ap-southeast-2',
      ],
    });
  });

  it('journeyAlarms() ties all of them together in one composite alarm', () => {
    const any = alarms.at(-1)?.definition;

    expect(any?.kind === 'composite' && ruleText(any.rule)).toBe(
      '(ALARM("waywiser-prod-checkout-down") OR ALARM("waywiser-prod-checkout-silent") OR ' +
        'ALARM("waywiser-prod-checkout-blind") OR ALARM("waywiser-prod-checkout-budget-p75-lcp") OR ' +
        'ALARM("waywiser-prod-checkout-budget-p95-duration"))',
    );
  });

  it('journeyAlarms() describes each alarm and links its section in the runbook', () => {
    expect(alarms.map(({ definition }) => withArrow(definition))).toEqual([
      'Journey "checkout" fails in at least 2 of 3 regions, in 2 of the last 4 periods of 5 minutes: users are affected. → down',
      'In at least one region, journey "checkout" sends fewer records than expected (1 in 5 minutes), in 3 of the last 3 periods of 5 minutes. → silent',
      'Runs of journey "checkout" are errored in at least 2 of 3 regions, in 2 of the last 4 periods of 5 minutes: it is unknown whether the journey is down. → blind',
      'In at least one region, the p75 lcp of journey "checkout" is above its budget of 2.5 s, over the last 6 hours (about 72 runs). → budget',
      'In at least one region, the p95 duration of journey "checkout" is above its budget of 9 s, over the last day (about 288 runs). → budget',
      'At least one alarm of journey "checkout" is on. → any',
    ]);
  });

  it('journeyAlarms() stays within AWS’s lengths and characters when a step has a long name', () => {
    const steps = ['x', 'y'].map((end) => `step:${'größe "a" '.repeat(200)}${end}`);
    const budgets = steps.map((metric) => ({ metric, statistic: 'p95', max: 1 }) as const);

    const made = journeyAlarms(planOf({ budgets }), FRAME);

    const names = made.map(({ definition }) => definition.name);
    expect(new Set(names).size).toBe(made.length);
    expect(names.filter((name) => name.length === 255)).toHaveLength(2);
    expect(names.join('')).toMatch(/^[ !#-[\]-~]+$/);
    const texts = made.map(({ definition }) => describeAlarm(definition.meaning, FRAME));
    expect(Math.max(...texts.map(({ length }) => length))).toBe(1_024);
    expect(texts[3]).toMatch(/… First step: .+ What to do: https:\/\/docs\.test\/runbook#budget$/);
    const metricNames = made.flatMap(({ definition }) =>
      definition.kind === 'math' ? definition.metrics.map(({ metric }) => metric.name) : [],
    );
    expect(new Set(metricNames).size).toBe(4);
    expect(metricNames.filter((name) => name.length > 255)).toEqual([]);
  });

  it('journeyAlarms() throws when a journey runs in more regions than an alarm reads', () => {
    const regions = Array.from({ length: 11 }, (_, index) => `region-${index}`);

    expect(() => journeyAlarms(planOf({ regions }), FRAME)).toThrow(
      'Cannot make an alarm of journey "checkout" over 11 regions: CloudWatch reads 10 metrics in one alarm; expected 1 to 10 regions',
    );
  });
});

describe('muteWindowsOf()', () => {
  it('muteWindowsOf() mutes the alarms of the journeys that a window names, or of all', () => {
    const journeys = ['checkout', 'search'].map((name) => ({
      journey: name,
      alarms: journeyAlarms(planOf({ name, budgets: [] }), FRAME),
    }));
    const hour = { from: '2027-03-01T22:00:00Z', to: '2027-03-01T23:00:00Z' };

    const windows = muteWindowsOf(
      [{ ...hour, journeys: ['search'] }, { ...hour, journeys: ['gone'] }, hour],
      journeys,
      { fromMs: -Infinity, toMs: Infinity },
    );

    const at = { fromMs: Date.parse(hour.from), toMs: Date.parse(hour.to) };
    const search = ['down', 'silent', 'blind', 'any'].map((kind) => `waywiser-prod-search-${kind}`);
    const checkout = search.map((name) => name.replace('search', 'checkout'));
    expect(windows).toEqual([
      { ...at, alarms: search },
      { ...at, alarms: [...checkout, ...search] },
    ]);
  });
});

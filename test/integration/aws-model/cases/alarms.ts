import type { Fields, Json } from '../../../support/aws/formation/json.ts';
import { ALARM, alarmOf, resource } from '../stack-of.ts';
import { type Case, one, texts } from './case.ts';

const LONG = 'x'.repeat(256);

function query(id: string, others: Fields = {}): Fields {
  const stat = { Metric: { Namespace: 'W', MetricName: 'M' }, Period: 300, Stat: 'Sum' };

  return { Id: id, MetricStat: stat, ReturnData: false, ...others };
}

const { Namespace: _n, MetricName: _m, Period: _p, Statistic: _s, ...MATH_ALARM } = ALARM;

function mathOf(metrics: readonly Fields[], changes: Fields = {}): Fields {
  return one('CloudWatch::Alarm', { ...MATH_ALARM, Metrics: metrics, ...changes });
}

const RESULT = { Id: 'e1', Expression: 'm1 + 1', ReturnData: true };

function composite(rule: string): Fields {
  return {
    ...alarmOf(),
    Any: resource(
      'CloudWatch::CompositeAlarm',
      { AlarmName: 'any', AlarmRule: rule },
      { DependsOn: 'Alarm' },
    ),
  };
}

function mute(schedule: Fields, names: readonly Json[] = [{ Ref: 'Alarm' }]): Fields {
  return {
    ...alarmOf(),
    Mute: resource('CloudWatch::AlarmMuteRule', {
      Rule: { Schedule: schedule },
      MuteTargets: { AlarmNames: names },
    }),
  };
}

const NIGHT = { Expression: 'cron(0 2 * * SUN)', Duration: 'PT1H' };

function dashboard(widgets: number, metrics: number): Fields {
  const widget = { type: 'metric', properties: { metrics: texts(metrics) } };
  const body = JSON.stringify({ widgets: Array.from({ length: widgets }, () => widget) });

  return one('CloudWatch::Dashboard', { DashboardName: 'shop', DashboardBody: body });
}

/** Alarms, mute rules and dashboards that AWS accepts. */
export const VALID_ALARMS: readonly (readonly [string, Fields])[] = [
  ['an alarm', alarmOf({ EvaluationPeriods: 288, DatapointsToAlarm: 288 })],
  ['an alarm over a week', alarmOf({ Period: 3_600, EvaluationPeriods: 168 })],
  ['metric math', mathOf([RESULT, query('m1')])],
  ['a composite alarm', composite('(ALARM("health-down") OR OK(health-down))')],
  ['a mute rule', mute(NIGHT)],
  ['a mute rule of one night', mute({ Expression: 'at(2026-12-24T22:00)', Duration: 'P15D' })],
  ['a dashboard', dashboard(5, 500)],
];

/** Alarms, mute rules and dashboards that AWS refuses. */
export const ALARMS: readonly Case[] = [
  ['more than a day', alarmOf({ EvaluationPeriods: 289 }), /more than 86400 seconds/],
  [
    'more than a week',
    alarmOf({ Period: 3_600, EvaluationPeriods: 169 }),
    /more than 604800 seconds/,
  ],
  [
    'more than a day of metric math',
    mathOf([RESULT, query('m1')], { EvaluationPeriods: 289 }),
    /more than 86400 seconds/,
  ],
  [
    'more data points than periods',
    alarmOf({ DatapointsToAlarm: 4 }),
    /DatapointsToAlarm is greater/,
  ],
  ['a name of 256 characters', alarmOf({ AlarmName: LONG }), /has 256 characters/],
  ['six actions', alarmOf({ AlarmActions: texts(6) }), /has 6 items/],
  [
    'a topic that does not exist',
    alarmOf({ AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:nothing'] }),
    /Topic does not exist/,
  ],
  ['a period of 90 seconds', alarmOf({ Period: 90 }), /is not a period/],
  [
    'both a metric and metric math',
    alarmOf({ Metrics: [query('m1')] }),
    /either MetricName or Metrics/,
  ],
  [
    'two statistics',
    alarmOf({ ExtendedStatistic: 'p95' }),
    /either Statistic or ExtendedStatistic/,
  ],
  [
    'eleven metrics',
    mathOf([RESULT, ...texts(10).map((_, index) => query(`m${index + 1}`))]),
    /has 11 items/,
  ],
  ['metric math without a result', mathOf([query('m1')]), /exactly one metric must return data/],
  [
    'an expression of unknown ids',
    mathOf([{ ...RESULT, Expression: 'm1 + m2' }, query('m1')]),
    /Unknown id m2/,
  ],
  ['an id twice', mathOf([RESULT, query('m1'), query('m1')]), /ids must be unique/],
  ['SEARCH', mathOf([{ ...RESULT, Expression: "SEARCH('x', 'Sum')" }]), /SEARCH is not supported/],
  [
    'two days of warm-up',
    alarmOf({ WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 2_881 } }),
    /from 1 to 2880/,
  ],
  ['a child that does not exist', composite('ALARM("nothing")'), /alarm nothing does not exist/],
  [
    '101 children',
    composite(
      texts(101)
        .map((name) => `ALARM("${name}")`)
        .join(' OR '),
    ),
    /101 children/,
  ],
  [
    'a rule of 10,241 characters',
    composite(`ALARM("health-down")${' '.repeat(10_300)}`),
    /characters, not 1 to 10240/,
  ],
  [
    'a composite of itself',
    composite('ALARM("any") OR ALARM("health-down")'),
    /any does not exist/,
  ],
  ['a muted name that does not exist', mute(NIGHT, ['nothing']), /alarm nothing does not exist/],
  ['101 muted names', mute(NIGHT, texts(101)), /has 101 items/],
  ['a mute rule of 16 days', mute({ ...NIGHT, Duration: 'P16D' }), /not between PT1M and P15D/],
  [
    'a mute rule of six fields',
    mute({ ...NIGHT, Expression: 'cron(0 2 * * SUN *)' }),
    /no schedule of a mute rule/,
  ],
  [
    'a mute rule with steps',
    mute({ ...NIGHT, Expression: 'cron(*/5 2 * * SUN)' }),
    /no schedule of a mute rule/,
  ],
  [
    'a mute rule of the past',
    mute({ Expression: 'at(2026-11-20T12:00)', Duration: 'PT1H' }),
    /is over/,
  ],
  ['a dashboard with 501 metrics in a widget', dashboard(1, 501), /501 metrics; at most 500/],
  ['a dashboard with 2,700 metrics', dashboard(6, 450), /2700 metrics; at most 2500/],
  [
    'a dashboard that is no JSON',
    one('CloudWatch::Dashboard', { DashboardName: 'a', DashboardBody: '{' }),
    /no JSON/,
  ],
  [
    'a rule of 501 elements',
    composite(
      texts(501)
        .map(() => 'OK("a")')
        .join(' OR '),
    ),
    /501 elements/,
  ],
  ['a rule that names no alarm', composite('TRUE'), /names no alarm/],
  ['a dashboard of 501 widgets', dashboard(501, 1), /501 widgets; at most 500/],
  [
    'a metric without a period',
    one('CloudWatch::Alarm', { ...MATH_ALARM, Namespace: 'W', MetricName: 'M', Statistic: 'Sum' }),
    /Namespace or Period is missing/,
  ],
  [
    'an expression with a metric',
    mathOf([{ ...query('e1'), Expression: '1', ReturnData: true }]),
    /either Expression or MetricStat/,
  ],
];

import * as check from '../checks.ts';
import {
  type Fields,
  fieldsOf,
  type Json,
  listOf,
  numberOf,
  optionalText,
  textOf,
} from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import { arn } from './arns.ts';
import { assertInvocable } from './lambda-targets.ts';
import { assertTopic } from './messages.ts';

const { optional, required, whole, text, flag, list, fields, anyNumber } = check;

/** Metric and composite alarms share their names. */
export const ALARMS = 'alarms of CloudWatch';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LIMITS = {
  /** Of one alarm's metrics and expressions. */
  metrics: 10,
  daySeconds: 86_400,
  weekSeconds: 7 * 86_400,
  hourSeconds: 3_600,
  dimensions: 30,
} as const;

export const ALARM_NAME = text({ min: 1, max: 255, pattern: /^[\u0020-\u007E]+$/ });
const ACTIONS = list(text({ min: 1, max: 1_024 }), { max: 5 });
/** Tags of the alarm in the messages of its actions. */
export const ACTION_CONFIGURATION = fields({
  AlarmTagsPropagation: required(
    fields({
      Enabled: required(flag),
      IncludedTagKeys: optional(list(text({ min: 1, max: 128 }))),
      ExcludedTagKeys: optional(list(text({ min: 1, max: 128 }))),
    }),
  ),
});
const STATISTIC = text({ oneOf: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] });
const DIMENSIONS = list(
  fields({
    Name: required(text({ min: 1, max: 255 })),
    Value: required(text({ min: 1, max: 1_024 })),
  }),
  { max: LIMITS.dimensions },
);

function period(value: Json, path: string): void {
  check.demand(
    typeof value === 'number' &&
      ([1, 5, 10, 20, 30].includes(value) || (value >= 60 && value % 60 === 0)),
    `${path} ${JSON.stringify(value)} is not a period`,
  );
}

const METRIC_QUERY = fields({
  Id: required(text({ pattern: /^[a-z]\w{0,254}$/ })),
  Expression: optional(text({ min: 1, max: 2_048 })),
  Label: optional(text()),
  Period: optional(period),
  ReturnData: optional(flag),
  MetricStat: optional(
    fields({
      Metric: required(
        fields({
          Namespace: required(text({ min: 1, max: 255, pattern: /^[^:]/ })),
          MetricName: required(text({ min: 1, max: 255 })),
          Dimensions: optional(DIMENSIONS),
        }),
      ),
      Period: required(period),
      Stat: required(
        text({ pattern: /^(?:SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(?:\.\d+)?)$/ }),
      ),
    }),
  ),
});

export const ALARM: ResourceKind = {
  type: 'AWS::CloudWatch::Alarm',
  properties: {
    AlarmName: optional(ALARM_NAME),
    AlarmDescription: optional(text({ max: 1_024 })),
    ActionConfiguration: optional(ACTION_CONFIGURATION),
    ActionsEnabled: optional(flag),
    AlarmActions: optional(ACTIONS),
    OKActions: optional(ACTIONS),
    InsufficientDataActions: optional(ACTIONS),
    ComparisonOperator: required(
      text({
        oneOf: [
          'GreaterThanOrEqualToThreshold',
          'GreaterThanThreshold',
          'LessThanOrEqualToThreshold',
          'LessThanThreshold',
        ],
      }),
    ),
    DatapointsToAlarm: optional(whole(1, 10_080)),
    Dimensions: optional(DIMENSIONS),
    EvaluationPeriods: required(whole(1, 10_080)),
    EvaluateLowSampleCountPercentile: optional(text({ oneOf: ['evaluate', 'ignore'] })),
    ExtendedStatistic: optional(text({ pattern: /^p\d{1,2}(?:\.\d+)?$/ })),
    MetricName: optional(text({ min: 1, max: 255 })),
    Metrics: optional(list(METRIC_QUERY, { min: 1, max: LIMITS.metrics })),
    Namespace: optional(text({ min: 1, max: 255 })),
    Period: optional(period),
    Statistic: optional(STATISTIC),
    Tags: optional(check.tags),
    Threshold: required(anyNumber),
    TreatMissingData: optional(text({ oneOf: ['breaching', 'notBreaching', 'ignore', 'missing'] })),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
    WarmUpConfiguration: optional(
      fields({
        WarmUpPeriodDurationInMinutes: required(whole(1, 2_880)),
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: optional(flag),
      }),
    ),
  },
  replacedBy: ['AlarmName'],
  scope: 'region',
  namespace: ALARMS,
  nameProperty: 'AlarmName',
  identity: alarmIdentity,
  validate: (attempt) => {
    withinQuota(attempt);
    readsOneThing(attempt.properties);
    windowFits(attempt.properties);
    actionsExist(attempt);
  },
};

/** What `Ref` and `Fn::GetAtt` of an alarm give. */
export function alarmIdentity({
  name,
  region,
  accountId,
}: {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
}): { ref: string; attributes: Record<string, string> } {
  return {
    ref: name,
    attributes: { Arn: arn('cloudwatch', { region, accountId }, `alarm:${name}`) },
  };
}

function withinQuota({ previous, region, world }: Attempt): void {
  const { alarmsPerRegion } = world.limits;
  check.demand(
    previous !== null || world.list('AWS::CloudWatch::Alarm', region).length < alarmsPerRegion,
    `the quota of ${alarmsPerRegion} alarms in ${region} is used up`,
  );
}

/** An alarm reads one metric or metric math, of which one result is compared. */
function readsOneThing(properties: Fields): void {
  const queries = listOf(properties['Metrics']).map((each) => fieldsOf(each));
  const isMetric = properties['MetricName'] !== undefined;
  check.demand(isMetric !== queries.length > 0, 'expected either MetricName or Metrics');
  if (isMetric) return metricIsWhole(properties);
  const ids = queries.map(({ Id: id }) => textOf(id));
  check.demand(new Set(ids).size === ids.length, 'Metric ids must be unique');
  const returned = queries.filter(({ ReturnData: returns }) => returns !== false);
  check.demand(
    returned.length === 1,
    `exactly one metric must return data, not ${returned.length}`,
  );
  for (const query of queries) queryIsWhole(query, ids);
}

function metricIsWhole(properties: Fields): void {
  const {
    Namespace: namespace,
    Period: seconds,
    Statistic: plain,
    ExtendedStatistic: extended,
  } = properties;
  check.demand(namespace !== undefined && seconds !== undefined, 'Namespace or Period is missing');
  check.demand(
    (plain === undefined) !== (extended === undefined),
    'expected either Statistic or ExtendedStatistic',
  );
}

/** Names in an expression are ids of the alarm's metrics; functions are written in capitals. */
function queryIsWhole(query: Fields, ids: readonly string[]): void {
  const { Expression: expression, MetricStat: stat, Id: id } = query;
  check.demand(
    (expression === undefined) !== (stat === undefined),
    'expected either Expression or MetricStat',
  );
  if (expression === undefined) return;
  const written = textOf(expression);
  check.demand(!/SEARCH\(/.test(written), 'SEARCH is not supported for alarms');
  if (/^SELECT\s/.test(written)) return;
  const names = [...written.matchAll(/(?<![\w"'.])[a-z]\w*/g)].map(([name]) => name);
  const unknown = names.find((name) => !ids.includes(name) || name === id);
  check.demand(unknown === undefined, `Unknown id ${unknown} in the expression ${written}`);
}

/** "EvaluationPeriods times Period": a day, or a week for periods of at least an hour. */
function windowFits(properties: Fields): void {
  const queries = listOf(properties['Metrics']).map((each) => fieldsOf(each));
  const periods = queries.flatMap(({ MetricStat: stat, Period: own }) =>
    [fieldsOf(stat)['Period'], own].filter((each) => each !== undefined),
  );
  const seconds = Math.max(...[properties['Period'], ...periods].map((each) => numberOf(each, 60)));
  const evaluated = numberOf(properties['EvaluationPeriods'], 1);
  const max = seconds >= LIMITS.hourSeconds ? LIMITS.weekSeconds : LIMITS.daySeconds;
  check.demand(
    seconds * evaluated <= max,
    `Metrics cannot be checked across more than ${max} seconds (EvaluationPeriods * Period must be <= ${max}): ${seconds * evaluated}`,
  );
  check.demand(
    numberOf(properties['DatapointsToAlarm'], evaluated) <= evaluated,
    'DatapointsToAlarm is greater than EvaluationPeriods',
  );
}

/** AWS accepts actions whose topic or function does not exist; such an alarm notifies no one. */
export function actionsExist({ properties, region, world }: Attempt): void {
  for (const key of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
    for (const action of listOf(properties[key])) {
      const target = optionalText(action) ?? '';
      if (target.includes(':lambda:')) assertInvocable(world, region, target);
      else assertTopic(target, region, world);
    }
  }
}

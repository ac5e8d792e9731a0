import type { JourneyPlan } from '../journey/plan.ts';
import type { MathAlarm, MathExpression, MetricRef, NamedMetric } from './alarm-definition.ts';
import type { AlarmFrame, AlarmMeaning } from './alarm-meaning.ts';
import type { AlarmPeriods } from './alarm-periods.ts';
import { asciiName, journeyDimensions, metricNamespace } from './metric-names.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
const MAX_ALARM_NAME = 255;

/** The CloudWatch name of a journey's alarm, such as `waywiser-prod-checkout-down`. */
export function alarmName(stage: string, journey: string, suffix: string): string {
  return asciiName(`waywiser-${stage}-${journey}-${suffix}`, MAX_ALARM_NAME);
}

/** Makes an alarm on the number of regions in which a metric meets a condition. */
export function regionAlarm(
  subject: {
    readonly plan: JourneyPlan;
    readonly frame: AlarmFrame;
    readonly meaning: AlarmMeaning;
    /** Default: the code of the meaning. */
    readonly suffix?: string;
  },
  test: Omit<RegionTest, 'namespace' | 'journey'>,
  condition: AlarmPeriods & Pick<MathAlarm, 'threshold' | 'treatMissingData'>,
): MathAlarm {
  const { plan, frame, meaning, suffix = meaning.code } = subject;
  const namespace = metricNamespace(frame.stage);

  return {
    kind: 'math',
    name: alarmName(frame.stage, plan.name, suffix),
    meaning,
    ...countRegions(plan.regions, { ...test, namespace, journey: plan.name }),
    operator: 'GreaterThanOrEqualToThreshold',
    ...condition,
  };
}

/** Metric math that counts the regions in which a metric meets a condition. */
interface RegionCount {
  readonly metrics: readonly NamedMetric[];
  /** `IF(m1 < 1, 1, 0) + IF(m2 < 1, 1, 0) + …` */
  readonly expression: MathExpression;
}

/** The condition on each region's metric. */
interface RegionTest {
  readonly namespace: string;
  readonly journey: string;
  readonly name: string;
  readonly statistic: MetricRef['statistic'];
  readonly operator: '<' | '>' | '>=';
  readonly limit: number;
  /** The value of a period without a datapoint; null: the region does not count. */
  readonly fill: number | null;
}

/**
 * Most metrics that one alarm may read, so also the most regions of a journey:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-data-queries.html
 */
export const MAX_ALARM_METRICS = 10;

/**
 * Makes the expression that counts the regions whose metric is on one side of a limit. Throws a
 * RangeError for more regions than an alarm can read.
 */
function countRegions(regions: readonly string[], test: RegionTest): RegionCount {
  if (regions.length < 1 || regions.length > MAX_ALARM_METRICS) {
    throw new RangeError(
      `Cannot make an alarm of journey "${test.journey}" over ${regions.length} regions: CloudWatch reads ${MAX_ALARM_METRICS} metrics in one alarm; expected 1 to ${MAX_ALARM_METRICS} regions`,
    );
  }
  const metrics = regions.map((region, index) => ({
    id: `m${index + 1}`,
    metric: {
      namespace: test.namespace,
      name: test.name,
      dimensions: journeyDimensions(test.journey, region),
      statistic: test.statistic,
    },
  }));

  return { metrics, expression: metrics.map(({ id }) => oneIf(id, test)).reduce(plus) };
}

function oneIf(id: string, { operator, limit, fill }: RegionTest): MathExpression {
  const metric: MathExpression = { kind: 'metric', id };
  const left: MathExpression = fill === null ? metric : { kind: 'fill', of: metric, value: fill };
  const right: MathExpression = { kind: 'number', value: limit };

  return {
    kind: 'if',
    condition: { kind: 'compare', operator, left, right },
    whenTrue: { kind: 'number', value: 1 },
    whenFalse: { kind: 'number', value: 0 },
  };
}

function plus(left: MathExpression, right: MathExpression): MathExpression {
  return { kind: 'calculate', operator: '+', left, right };
}

const OPERATORS: readonly RegionTest['operator'][] = ['<', '>', '>='];

/** The condition that an expression of {@link countRegions} tests, such as below 1; null for others. */
export function regionLimit(
  expression: MathExpression,
): Pick<RegionTest, 'operator' | 'limit'> | null {
  switch (expression.kind) {
    case 'calculate':
      return regionLimit(expression.left);
    case 'if':
      return regionLimit(expression.condition);
    case 'compare': {
      const { operator, right } = expression;
      const known = OPERATORS.find((each) => each === operator);
      return known === undefined || right.kind !== 'number'
        ? null
        : { operator: known, limit: right.value };
    }
    case 'fill':
    case 'metric':
    case 'number':
      return null;
  }
}

/**
 * A journey's plan for the regions that it has runs of: on a developer's machine that is `local`, not
 * the configured ones. A quorum of more regions than there are becomes all of them. Trend alarms are
 * left out: their metrics come from the trends job, not from records.
 */
export function planForRegions(plan: JourneyPlan, regions: readonly string[]): JourneyPlan {
  const fitted = regions.slice(0, MAX_ALARM_METRICS);
  const { datapoints, daysToExpiry } = plan.alarm;
  const failingRegions = Math.max(1, Math.min(plan.alarm.failingRegions, fitted.length));

  return {
    ...plan,
    regions: fitted,
    alarm: { failingRegions, datapoints, ...(daysToExpiry !== undefined && { daysToExpiry }) },
  };
}

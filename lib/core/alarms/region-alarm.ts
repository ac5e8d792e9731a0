import type { JourneyPlan } from '../journey/plan.ts';
import type {
  AlarmKind,
  MathAlarm,
  MathExpression,
  MetricRef,
  NamedMetric,
} from './alarm-definition.ts';
import { alarmDescription, type AlarmFrame } from './alarm-description.ts';
import type { AlarmPeriods } from './alarm-periods.ts';
import { asciiName, journeyDimensions, metricNamespace } from './metric-names.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
const MAX_ALARM_NAME = 255;

/** A journey's alarm, such as `waywiser-prod-checkout-down`: the same wherever it is computed. */
export function alarmName(stage: string, journey: string, suffix: string): string {
  return asciiName(`waywiser-${stage}-${journey}-${suffix}`, MAX_ALARM_NAME);
}

/** An alarm on the number of regions of which a metric holds something. */
export function regionAlarm(
  subject: {
    readonly plan: JourneyPlan;
    readonly frame: AlarmFrame;
    readonly kind: AlarmKind;
    readonly meaning: string;
    /** Default: the kind. */
    readonly suffix?: string;
  },
  test: Omit<RegionTest, 'namespace' | 'journey'>,
  condition: AlarmPeriods & Pick<MathAlarm, 'threshold' | 'treatMissingData'>,
): MathAlarm {
  const { plan, frame, kind, meaning, suffix = kind } = subject;
  const namespace = metricNamespace(frame.stage);

  return {
    kind: 'math',
    name: alarmName(frame.stage, plan.name, suffix),
    description: alarmDescription(meaning, kind, frame),
    ...countRegions(plan.regions, { ...test, namespace, journey: plan.name }),
    operator: 'GreaterThanOrEqualToThreshold',
    ...condition,
  };
}

/** Regions, counted by metric math, of which each holds something against a limit. */
export interface RegionCount {
  readonly metrics: readonly NamedMetric[];
  /** `IF(m1 < 1, 1, 0) + IF(m2 < 1, 1, 0) + …` */
  readonly expression: MathExpression;
}

/** What is asked of each region's metric. */
export interface RegionTest {
  readonly namespace: string;
  readonly journey: string;
  readonly name: string;
  readonly statistic: MetricRef['statistic'];
  readonly operator: '<' | '>' | '>=';
  readonly limit: number;
  /** What a period without a datapoint counts as; null: that region is not counted. */
  readonly fill: number | null;
}

/**
 * Metrics that one alarm may read:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-data-queries.html
 */
export const MAX_ALARM_METRICS = 10;

/**
 * Counts the regions whose metric lies on one side of a limit. Throws a RangeError for more regions
 * than an alarm's expression can read.
 */
export function countRegions(regions: readonly string[], test: RegionTest): RegionCount {
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

/** What a region is counted for, such as below 1; null for an expression that does not count so. */
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
 * A journey's plan for the regions that it has runs of: on a person's machine that is `local`, not
 * what was configured. A quorum of more regions than there are becomes all of them. Alarms on trends
 * are left out: what they read comes from the trends job, and no record holds it.
 */
export function planForRegions(plan: JourneyPlan, regions: readonly string[]): JourneyPlan {
  const fitted = regions.slice(0, MAX_ALARM_METRICS);
  const { datapoints } = plan.alarm;
  const failingRegions = Math.max(1, Math.min(plan.alarm.failingRegions, fitted.length));

  return { ...plan, regions: fitted, alarm: { failingRegions, datapoints } };
}

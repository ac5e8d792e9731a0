import type { AlarmMeaning } from './alarm-meaning.ts';

/** States of an alarm, as CloudWatch names them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The statistic that turns the samples of one period into its datapoint. */
export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}`;

/** A CloudWatch metric and the statistic that is taken of it; the period is the alarm's. */
export interface MetricRef {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

/** A metric with the id under which a metric math expression refers to it. */
export interface NamedMetric {
  /** A lower-case letter, then letters, digits or underscores, such as `m1`. */
  readonly id: string;
  readonly metric: MetricRef;
}

/** Comparison operators of metric math; the result is 1 or 0. */
export type MathComparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** Arithmetic operators of metric math. */
export type MathOperator = '+' | '-' | '*' | '/';

/** The subset of CloudWatch's metric math that the alarms use, as a tree. */
export type MathExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'metric'; readonly id: string }
  | { readonly kind: 'fill'; readonly of: MathExpression; readonly value: number }
  | {
      readonly kind: 'compare';
      readonly operator: MathComparison;
      readonly left: MathExpression;
      readonly right: MathExpression;
    }
  | {
      readonly kind: 'calculate';
      readonly operator: MathOperator;
      readonly left: MathExpression;
      readonly right: MathExpression;
    }
  | {
      readonly kind: 'if';
      readonly condition: MathExpression;
      readonly whenTrue: MathExpression;
      readonly whenFalse: MathExpression;
    };

/** The comparison of a datapoint with the threshold that counts as a breach. */
export type ComparisonOperator =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** How a period without a datapoint counts when the existing datapoints do not decide. */
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** The condition of an alarm: M of the last N datapoints breach the threshold. */
export interface AlarmCondition {
  readonly operator: ComparisonOperator;
  readonly threshold: number;
  /** N. */
  readonly evaluationPeriods: number;
  /** M, at most N. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/**
 * How long after its creation, or an update that changes it, an alarm is not evaluated, in minutes. CloudWatch takes 1 to 2,880. It
 * keeps the state `INSUFFICIENT_DATA` and acts not at all.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
 */
interface AlarmWarmUp {
  /** Absent: it is evaluated at once. */
  readonly warmUpMinutes?: number;
}

/** The longest warm-up that CloudWatch takes, two days. */
export const MAX_WARM_UP_MINUTES = 2_880;

interface AlarmIdentity {
  /** Unique in an account and region. */
  readonly name: string;
  readonly meaning: AlarmMeaning;
}

/** An alarm on the datapoints of a single CloudWatch metric. */
export interface MetricAlarm extends AlarmIdentity, AlarmCondition, AlarmWarmUp {
  readonly kind: 'metric';
  readonly metric: MetricRef;
  /** 10, 20, 30, or a multiple of 60. */
  readonly periodSeconds: number;
}

/** An alarm on a metric math expression over several metrics with one period. */
export interface MathAlarm extends AlarmIdentity, AlarmCondition, AlarmWarmUp {
  readonly kind: 'math';
  readonly metrics: readonly NamedMetric[];
  readonly expression: MathExpression;
  /** 10, 20, 30, or a multiple of 60. */
  readonly periodSeconds: number;
}

/** The boolean rule of a composite alarm over the states of its children. */
export type CompositeRule =
  | { readonly kind: 'state'; readonly alarm: string; readonly state: AlarmState }
  | { readonly kind: 'and'; readonly rules: readonly CompositeRule[] }
  | { readonly kind: 'or'; readonly rules: readonly CompositeRule[] }
  | { readonly kind: 'not'; readonly rule: CompositeRule };

/** An alarm that depends on the states of other alarms. */
export interface CompositeAlarm extends AlarmIdentity {
  readonly kind: 'composite';
  readonly rule: CompositeRule;
}

/** An alarm that is evaluated from datapoints: of one metric, or of an expression. */
export type DatapointAlarm = MetricAlarm | MathAlarm;

/** Any alarm, as plain data: the stacks are made from it, and the local evaluator reads it. */
export type AlarmDefinition = DatapointAlarm | CompositeAlarm;

/** A time range in which alarms change state without a notification. */
export interface MuteWindow {
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly alarms: readonly string[];
}

/** Alarm types of a journey; each has a section with this heading in the runbook. */
export const ALARM_KINDS = [
  'down',
  'silent',
  'blind',
  'budget',
  'certificate',
  'drift',
  'forecast',
  'any',
] as const;

/** One of {@link ALARM_KINDS}. */
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** An alarm of a journey with its type and a label for people. */
export interface JourneyAlarm {
  readonly kind: AlarmKind;
  /** The type, with the budget where it is one: `budget p75 lcp`. */
  readonly label: string;
  readonly definition: AlarmDefinition;
}

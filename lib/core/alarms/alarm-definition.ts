/** What an alarm says. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** How the samples of one period become its datapoint. */
export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}`;

/** One metric in CloudWatch and how it is summed up; the period is the alarm's. */
export interface MetricRef {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

/** A metric of an expression, under the name that the expression uses for it. */
export interface NamedMetric {
  /** A lower-case letter, then letters, digits or underscores, such as `m1`. */
  readonly id: string;
  readonly metric: MetricRef;
}

/** The operators of metric math that compare; the result is 1 or 0. */
export type MathComparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** The operators of metric math that calculate. */
export type MathOperator = '+' | '-' | '*' | '/';

/** The part of CloudWatch's metric math that the alarms here use. */
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

/** Which side of the threshold breaches. */
export type ComparisonOperator =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** What a period without a datapoint counts as, where real datapoints do not decide. */
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** When a series of datapoints is an alarm: M of the last N. */
export interface AlarmCondition {
  readonly operator: ComparisonOperator;
  readonly threshold: number;
  /** N. */
  readonly evaluationPeriods: number;
  /** M, at most N. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

interface AlarmText {
  /** Unique in an account and region. */
  readonly name: string;
  readonly description: string;
}

/** An alarm on one metric. */
export interface MetricAlarm extends AlarmText, AlarmCondition {
  readonly kind: 'metric';
  readonly metric: MetricRef;
  /** 10, 20, 30, or a multiple of 60. */
  readonly periodSeconds: number;
}

/** An alarm on metric math over several metrics of one period. */
export interface MathAlarm extends AlarmText, AlarmCondition {
  readonly kind: 'math';
  readonly metrics: readonly NamedMetric[];
  readonly expression: MathExpression;
  /** 10, 20, 30, or a multiple of 60. */
  readonly periodSeconds: number;
}

/** What a composite alarm asks of its children. */
export type CompositeRule =
  | { readonly kind: 'state'; readonly alarm: string; readonly state: AlarmState }
  | { readonly kind: 'and'; readonly rules: readonly CompositeRule[] }
  | { readonly kind: 'or'; readonly rules: readonly CompositeRule[] }
  | { readonly kind: 'not'; readonly rule: CompositeRule };

/** An alarm on the states of others. */
export interface CompositeAlarm extends AlarmText {
  readonly kind: 'composite';
  readonly rule: CompositeRule;
}

/** An alarm that reads datapoints. */
export type DatapointAlarm = MetricAlarm | MathAlarm;

/** Any alarm: plain data, from which the infrastructure is made and which the evaluator reads. */
export type AlarmDefinition = DatapointAlarm | CompositeAlarm;

/** A time in which alarms change state without telling anyone. */
export interface MuteWindow {
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly alarms: readonly string[];
}

/** The alarms of a journey; each word is a heading of the runbook. */
export const ALARM_KINDS = [
  'down',
  'silent',
  'blind',
  'budget',
  'drift',
  'forecast',
  'any',
] as const;

/** One of {@link ALARM_KINDS}. */
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** An alarm, and which of a journey's it is. */
export interface JourneyAlarm {
  readonly kind: AlarmKind;
  /** For people: the kind, of a budget also which, such as `budget p75 lcp`. */
  readonly label: string;
  readonly definition: AlarmDefinition;
}

import type { AlarmCondition, AlarmState, ComparisonOperator } from './alarm-definition.ts';

/** The value of one period; null: it has no data. */
export type Datapoint = number | null;

/**
 * Why an alarm has its state. `breaching`, `within`: enough of the evaluated datapoints breach, or too
 * few. `no-data`: all are missing. `kept`: missing data is ignored, so the state stays. `premature`:
 * there are too few datapoints, but all of them breach, and the oldest is old enough.
 */
export type AlarmReason = 'breaching' | 'within' | 'no-data' | 'kept' | 'premature';

/** An alarm's state after one evaluation, and the datapoints that it is based on. */
interface AlarmEvaluation {
  readonly state: AlarmState;
  readonly reason: AlarmReason;
  /** Existing datapoints that were evaluated: at most N. */
  readonly real: number;
  /** How many of them breach. */
  readonly breaching: number;
}

/** What an evaluation needs in addition to the datapoints. */
interface EvaluationContext {
  /** The state before this evaluation. */
  readonly previous: AlarmState;
}

/**
 * CloudWatch evaluates more periods than N. It does not document how many more ("depends on the length
 * of the alarm period"); its examples evaluate five periods for an N of three.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const EXTRA_PERIODS = 2;

interface Evidence {
  readonly real: number;
  readonly breaching: number;
  /** Periods since the oldest breaching datapoint of the range, inclusive; 0: none breaches. */
  readonly oldestBreachAge: number;
}

/**
 * Evaluates an alarm over its evaluation range, oldest period first, as CloudWatch documents it. With N
 * or more existing datapoints, the newest N decide. With fewer, all of them do, and missing ones count
 * as `treatMissingData` says. Throws a RangeError for a condition that CloudWatch rejects and for a
 * datapoint that is no finite number.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(
  condition: AlarmCondition,
  range: readonly Datapoint[],
  { previous }: EvaluationContext,
): AlarmEvaluation {
  checkCondition(condition);
  const evidence = gather(condition, range);
  const { real, breaching } = evidence;
  // Missing datapoints cannot change the result when enough existing ones breach.
  if (breaching >= condition.datapointsToAlarm) {
    return { state: 'ALARM', reason: 'breaching', real, breaching };
  }
  if (real >= condition.evaluationPeriods)
    return { state: 'OK', reason: 'within', real, breaching };

  return { ...fillIn(condition, evidence, previous), real, breaching };
}

/** Whether a value breaches the threshold by the alarm's operator. */
export function breaches(
  { operator, threshold }: Pick<AlarmCondition, 'operator' | 'threshold'>,
  value: number,
): boolean {
  return COMPARISONS[operator](value, threshold);
}

const COMPARISONS: Readonly<
  Record<ComparisonOperator, (value: number, threshold: number) => boolean>
> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Reads the range from its newest end, until N existing datapoints are found. */
function gather(condition: AlarmCondition, range: readonly Datapoint[]): Evidence {
  const found = { real: 0, breaching: 0, oldestBreachAge: 0 };
  for (let age = 1; age <= range.length && found.real < condition.evaluationPeriods; age += 1) {
    const value = range[range.length - age] ?? null;
    if (value === null) continue;
    checkValue(value);
    found.real += 1;
    if (!breaches(condition, value)) continue;
    found.breaching += 1;
    found.oldestBreachAge = age;
  }

  return found;
}

/** Decides when fewer than N datapoints exist and fewer than M breach. */
function fillIn(
  { treatMissingData, evaluationPeriods, datapointsToAlarm }: AlarmCondition,
  { real, breaching, oldestBreachAge }: Evidence,
  previous: AlarmState,
): Pick<AlarmEvaluation, 'state' | 'reason'> {
  switch (treatMissingData) {
    case 'breaching': {
      const alarming = breaching + evaluationPeriods - real >= datapointsToAlarm;
      return alarming ? { state: 'ALARM', reason: 'breaching' } : { state: 'OK', reason: 'within' };
    }
    case 'notBreaching':
      return { state: 'OK', reason: 'within' };
    case 'ignore':
      // One datapoint within the threshold decides: rows 3 and 4 of the table for 2 out of 3.
      return breaching < real
        ? { state: 'OK', reason: 'within' }
        : { state: previous, reason: 'kept' };
    case 'missing':
      if (real === 0) return { state: 'INSUFFICIENT_DATA', reason: 'no-data' };
      return breaching === real && oldestBreachAge >= datapointsToAlarm
        ? { state: 'ALARM', reason: 'premature' }
        : { state: 'OK', reason: 'within' };
  }
}

function checkCondition({ evaluationPeriods, datapointsToAlarm }: AlarmCondition): void {
  const whole = Number.isInteger(evaluationPeriods) && Number.isInteger(datapointsToAlarm);
  if (whole && datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods) return;

  throw new RangeError(
    `Cannot evaluate ${datapointsToAlarm} of ${evaluationPeriods} datapoints; expected whole numbers, 1 to N of N`,
  );
}

function checkValue(value: number): void {
  if (Number.isFinite(value)) return;

  throw new RangeError(`Cannot evaluate datapoint ${value}; expected a finite number or null`);
}

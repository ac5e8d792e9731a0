import type { AlarmState } from '../alarms/alarm-definition.ts';
import { DESCRIPTION_PARTS } from '../alarms/alarm-meaning.ts';
import { fieldsOf, type Fields, listOf, textIn } from '../base/plain-data.ts';

/** The facts of a change of an alarm's state, as CloudWatch hands them to an action of the alarm. */
export interface AlarmChange {
  readonly alarm: string;
  readonly state: AlarmState;
  /** Null where the payload has none. */
  readonly previous: AlarmState | null;
  /** When the state began, ISO 8601; null where that cannot be read. */
  readonly changedAt: string | null;
  /** When the previous state began, ISO 8601; null where that cannot be read. */
  readonly previousSince: string | null;
  /** Region of the alarm. */
  readonly region: string;
  /** Such as `aws`, or `aws-cn` in China. */
  readonly partition: string;
  /** Meaning of the alarm: its description without the first step and the link. */
  readonly meaning: string;
  /** What to do first; null: the description does not say. */
  readonly firstStep: string | null;
  /** Link to the runbook's section on the alarm; null: the description contains none. */
  readonly runbook: string | null;
  /** Null: the alarm is not about one journey. */
  readonly journey: string | null;
  /** Regions of the alarm's metrics. */
  readonly regions: readonly string[];
  /** Reason that CloudWatch gives for the change. */
  readonly reason: string;
}

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const { firstStep: FIRST_STEP, runbook: RUNBOOK } = DESCRIPTION_PARTS;
const DESCRIPTION = new RegExp(`^(.*?)(?: ${FIRST_STEP}: (.*?))?(?: ${RUNBOOK}: (\\S+))?$`, 's');

/**
 * Reads the payload with which CloudWatch invokes a function that is the action of an alarm; null
 * where it is no such payload:
 *
 *     { source: 'aws.cloudwatch', alarmArn, accountId, time, region,
 *       alarmData: { alarmName, state: { value, reason, reasonData, timestamp }, previousState: { … },
 *         configuration: { description, metrics: [{ id, expression } or
 *           { id, metricStat: { metric: { namespace, name, dimensions: { NAME: VALUE } }, period, stat } }] } } }
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function readAlarmChange(event: unknown): AlarmChange | null {
  const outer = fieldsOf(event);
  const data = fieldsOf(outer['alarmData']);
  const alarm = textIn(data, 'alarmName');
  const state = stateIn(data['state']);
  if (alarm === null || state === null) return null;
  const configuration = fieldsOf(data['configuration']);
  const dimensions = dimensionsOf(configuration);
  const [, partition = 'aws', , region = ''] = (textIn(outer, 'alarmArn') ?? '').split(':');

  return {
    alarm,
    state,
    previous: stateIn(data['previousState']),
    changedAt: instantIn(data['state']),
    previousSince: instantIn(data['previousState']),
    region: textIn(outer, 'region') ?? region,
    partition,
    ...partsOf(textIn(configuration, 'description') ?? ''),
    journey: valuesOf(dimensions, 'Journey')[0] ?? null,
    regions: valuesOf(dimensions, 'Region'),
    reason: textIn(fieldsOf(data['state']), 'reason') ?? '',
  };
}

/**
 * Whether people want to know of a change. OK after INSUFFICIENT_DATA is no news: the alarm was not
 * on, as after the first deployment, when every alarm begins in that state.
 */
export function isNews({ state, previous }: Pick<AlarmChange, 'state' | 'previous'>): boolean {
  return state === 'ALARM' || (state === 'OK' && previous !== 'INSUFFICIENT_DATA');
}

function stateIn(value: unknown): AlarmState | null {
  const text = textIn(fieldsOf(value), 'value');

  return STATES.find((each) => each === text) ?? null;
}

/** CloudWatch writes the zone as `+0000`. */
function instantIn(value: unknown): string | null {
  const text = textIn(fieldsOf(value), 'timestamp') ?? '';
  const epochMs = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));

  return Number.isNaN(epochMs) ? null : new Date(epochMs).toISOString();
}

function partsOf(description: string): Pick<AlarmChange, 'meaning' | 'firstStep' | 'runbook'> {
  const [, meaning = '', firstStep = null, runbook = null] = DESCRIPTION.exec(description) ?? [];

  return { meaning, firstStep, runbook };
}

/** Of every metric of the alarm. */
function dimensionsOf(configuration: Fields): readonly Fields[] {
  return listOf(configuration['metrics']).map((each) => {
    const { metric } = { ...fieldsOf(fieldsOf(each)['metricStat']) };

    return fieldsOf(fieldsOf(metric)['dimensions']);
  });
}

function valuesOf(dimensions: readonly Fields[], wanted: string): readonly string[] {
  return [...new Set(dimensions.flatMap((each) => textIn(each, wanted) ?? []))];
}

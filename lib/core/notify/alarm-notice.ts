import type { AlarmState } from '../alarms/alarm-definition.ts';
import { fieldsOf, parsedJson, textIn, listOf } from '../base/plain-data.ts';

/** A change of an alarm's state, as the alarm topic delivers it. */
export interface AlarmNotice {
  readonly alarm: string;
  readonly state: AlarmState;
  /** Meaning of the alarm, without the link to the runbook. */
  readonly meaning: string;
  /** Link to the runbook; null: the description contains none. */
  readonly runbook: string | null;
  /** Null: the alarm is not about one journey. */
  readonly journey: string | null;
  /** Regions of the alarm's metrics. */
  readonly regions: readonly string[];
  /** Reason that CloudWatch gives for the change. */
  readonly reason: string;
  /** When it changed, ISO 8601; null where that cannot be read. */
  readonly changedAt: string | null;
}

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const LINK = / What to do: (\S+)$/;

/**
 * Reads a message that CloudWatch sent to the topic; null where it is no such message.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readAlarmNotice(message: string): AlarmNotice | null {
  const fields = fieldsOf(parsedJson(message));
  const alarm = textIn(fields, 'AlarmName');
  const state = STATES.find((each) => each === fields['NewStateValue']);
  if (alarm === null || state === undefined) return null;
  const description = textIn(fields, 'AlarmDescription') ?? '';
  const dimensions = dimensionsOf(fields['Trigger']);
  const [journey = null] = valuesOf(dimensions, 'Journey');

  return {
    alarm,
    state,
    meaning: description.replace(LINK, ''),
    runbook: LINK.exec(description)?.[1] ?? null,
    journey,
    regions: valuesOf(dimensions, 'Region'),
    reason: textIn(fields, 'NewStateReason') ?? '',
    changedAt: instantOf(textIn(fields, 'StateChangeTime')),
  };
}

interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** Of the alarm's metric, or of each metric of its expression. */
function dimensionsOf(trigger: unknown): readonly Dimension[] {
  const fields = fieldsOf(trigger);
  const metrics = listOf(fields['Metrics']).map(
    (each) => fieldsOf(fieldsOf(fieldsOf(each)['MetricStat'])['Metric'])['Dimensions'],
  );

  return [fields['Dimensions'], ...metrics].flatMap(listOf).flatMap((each) => {
    const name = textIn(fieldsOf(each), 'name');
    const value = textIn(fieldsOf(each), 'value');
    return name === null || value === null ? [] : [{ name, value }];
  });
}

function valuesOf(dimensions: readonly Dimension[], wanted: string): readonly string[] {
  const values = dimensions.filter(({ name }) => name === wanted).map(({ value }) => value);

  return [...new Set(values)];
}

/** CloudWatch writes the zone as `+0000`. */
function instantOf(text: string | null): string | null {
  const epochMs = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));

  return Number.isNaN(epochMs) ? null : new Date(epochMs).toISOString();
}

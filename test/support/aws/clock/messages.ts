import type { AlarmState } from '../../../../lib/core/alarms/alarm-definition.ts';
import { isNews, readAlarmChange } from '../../../../lib/core/notify/alarm-change.ts';
import { alarmMessage, mailSubject } from '../../../../lib/report/format/alarm-message.ts';
import { describeAlarm } from '../../../../lib/report/format/describe-alarm.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import type { FunctionCode } from './function-spec.ts';

/** A change of an alarm's state that has an action. */
export interface Notice {
  readonly alarm: AlarmSpec;
  readonly from: AlarmState;
  readonly to: Exclude<AlarmState, 'INSUFFICIENT_DATA'>;
  readonly atMs: number;
}

/** A message that people got. */
export interface Message {
  /** When it was sent. */
  readonly atMs: number;
  /** When the alarm changed. */
  readonly changedAtMs: number;
  readonly region: string;
  readonly alarm: string;
  readonly state: AlarmState;
  readonly text: string;
}

/** What a topic sends of an alarm that has it as its action. */
export function topicMessage({ alarm, from, to, atMs }: Notice): Message {
  const { region, definition } = alarm;
  const text = `${to}: "${definition.name}" in ${region} (before: ${from})`;

  return { atMs, changedAtMs: atMs, region, alarm: definition.name, state: to, text };
}

/** The stage of the notifier, and where its messages go. */
export interface NotifierWorld {
  readonly stage: string;
  readonly home: string;
  readonly send: (message: Omit<Message, 'atMs'>) => void;
}

/** Reading the event, and publishing to the topic. */
const NOTIFIES_IN_MS = 300;

/** What the notifier's own code says and leaves unsaid. */
export function notifierCode(world: NotifierWorld): FunctionCode {
  return async (event) => {
    const change = readAlarmChange(event);
    if (change === null) return { durationMs: 1, effects: [], error: 'TypeError' };
    if (!isNews(change)) return { durationMs: 1, effects: [], error: null };
    const { alarm, state, region, changedAt } = change;
    const text = mailSubject(alarmMessage(change, world));
    const message = { alarm, state, region, text, changedAtMs: Date.parse(changedAt ?? '') };
    const effect = { afterMs: NOTIFIES_IN_MS, happen: () => world.send(message) };

    return { durationMs: NOTIFIES_IN_MS, effects: [effect], error: null };
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
export function noticeEvent({ alarm, from, to, atMs }: Notice, stage: string): string {
  const { region, definition } = alarm;
  const timestamp = new Date(atMs).toISOString().replace('Z', '+0000');
  const description = describeAlarm(definition.meaning, { stage, runbookUrl: null });

  return JSON.stringify({
    source: 'aws.cloudwatch',
    alarmArn: `arn:aws:cloudwatch:${region}:123456789012:alarm:${definition.name}`,
    accountId: '123456789012',
    time: timestamp,
    region,
    alarmData: {
      alarmName: definition.name,
      state: { value: to, reason: 'Threshold Crossed', timestamp },
      previousState: { value: from, reason: 'Threshold Crossed', timestamp },
      configuration: { description, metrics: metricsOf(alarm) },
    },
  });
}

function metricsOf({ definition }: AlarmSpec): readonly unknown[] {
  if (definition.kind === 'composite') return [];
  const metrics =
    definition.kind === 'metric' ? [{ id: 'm1', metric: definition.metric }] : definition.metrics;

  return metrics.map(({ id, metric: { statistic: stat, ...metric } }) => ({
    id,
    metricStat: { metric, period: definition.periodSeconds, stat },
  }));
}

import type { AlarmState } from '../../core/alarms/alarm-definition.ts';
import { clipped } from '../../core/base/plain-data.ts';
import { type AlarmNotice, readAlarmNotice } from '../../core/notify/alarm-notice.ts';
import { formatInstant } from '../format/instant.ts';

/** A message of the alarm topic. */
export interface TopicMessage {
  readonly subject: string | null;
  readonly message: string;
}

/** A message in the format of Slack's incoming webhooks, which other services accept too. */
export interface SlackMessage {
  /** The text of a notification. */
  readonly text: string;
  readonly attachments: readonly SlackAttachment[];
}

interface SlackAttachment {
  readonly color: string;
  readonly blocks: readonly object[];
}

const WORDS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'ALARM',
  OK: 'OK',
  INSUFFICIENT_DATA: 'INSUFFICIENT DATA',
};
const COLORS: Readonly<Record<AlarmState, string>> = {
  ALARM: '#d1242f',
  OK: '#1a7f37',
  INSUFFICIENT_DATA: '#9a6700',
};
/** Slack takes 3,000: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MAX_TEXT = 2_800;
const MAX_LINE = 300;

/** Formats a message of the alarm topic for Slack; a message that is no alarm's passes as it came. */
export function slackMessage({ subject, message }: TopicMessage): SlackMessage {
  const notice = readAlarmNotice(message);

  return notice === null ? plainMessage(subject, message) : alarmMessage(notice);
}

/** State, meaning, journey, regions, time, CloudWatch's reason, and the runbook's link. */
function alarmMessage(notice: AlarmNotice): SlackMessage {
  const { alarm, state, meaning, journey, regions, changedAt, runbook, reason } = notice;
  const subject = journey === null ? alarm : `${journey} (${alarm})`;
  const facts = [
    ['Journey', journey ?? ''],
    ['State', WORDS[state]],
    [regions.length === 1 ? 'Region' : 'Regions', regions.join(', ')],
    ['Since', changedAt === null ? '' : formatInstant(changedAt)],
  ].filter(([, value]) => value !== '');

  return {
    text: clipped(escaped(`${WORDS[state]}: ${subject}`), MAX_LINE),
    attachments: [
      {
        color: COLORS[state],
        blocks: [
          section(meaning === '' ? alarm : meaning),
          {
            type: 'section',
            fields: facts.map(([name = '', value = '']) => ({
              type: 'mrkdwn',
              text: `*${name}*\n${clipped(escaped(value), MAX_LINE)}`,
            })),
          },
          ...(reason === '' ? [] : [context(clipped(escaped(reason), MAX_TEXT))]),
          ...(runbook === null ? [] : [context(`What to do: ${linkTo(runbook)}`)]),
        ],
      },
    ],
  };
}

function plainMessage(subject: string | null, message: string): SlackMessage {
  const text = subject === null ? message : `${subject}: ${message}`;

  return { text: clipped(escaped(text), MAX_TEXT), attachments: [] };
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text: clipped(escaped(text), MAX_TEXT) } };
}

function context(text: string): object {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}

function linkTo(address: string): string {
  if (!/^https?:\/\//i.test(address)) return escaped(address);

  return `<${escaped(address).replaceAll('|', '%7C')}|${escaped(address)}>`;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import type { AlarmState } from '../../core/alarms/alarm-definition.ts';
import { clipped } from '../../core/base/plain-data.ts';
import type { AlarmMessage } from '../format/alarm-message.ts';

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

const COLORS: Readonly<Record<AlarmState, string>> = {
  ALARM: '#d1242f',
  OK: '#1a7f37',
  INSUFFICIENT_DATA: '#9a6700',
};
/** Slack takes 3,000: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MAX_TEXT = 2_800;
const MAX_LINE = 300;

/** Formats a message for Slack: title, meaning, facts, first step, reason and links. */
export function slackMessage(message: AlarmMessage): SlackMessage {
  const { title, text, facts, firstStep, reason, links, state } = message;
  const step = firstStep === null ? [] : [section(`First step: ${firstStep}`)];
  const cause = reason === '' ? [] : [context(clipped(escaped(reason), MAX_TEXT))];

  return {
    text: clipped(escaped(title), MAX_LINE),
    attachments: [
      {
        color: COLORS[state],
        blocks: [
          section(text),
          {
            type: 'section',
            fields: facts.map(([name, value]) => ({
              type: 'mrkdwn',
              text: `*${name}*\n${clipped(escaped(value), MAX_LINE)}`,
            })),
          },
          ...step,
          ...cause,
          context(links.map(({ label, url }) => linkTo(label, url)).join(' · ')),
        ],
      },
    ],
  };
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text: clipped(escaped(text), MAX_TEXT) } };
}

function context(text: string): object {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}

function linkTo(label: string, url: string): string {
  return `<${escaped(url).replaceAll('|', '%7C')}|${label}>`;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import type { AlarmState } from '../../core/alarms/alarm-definition.ts';
import { clipped } from '../../core/base/plain-data.ts';
import type { AlarmMessage } from '../format/alarm-message.ts';

const COLORS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'Attention',
  OK: 'Good',
  INSUFFICIENT_DATA: 'Warning',
};
/** Teams takes 28 KB in all: https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams */
const MAX_TEXT = 2_800;

/**
 * Formats a message for Microsoft Teams: the body that a workflow with the trigger "When a Teams
 * webhook request is received" takes, with one Adaptive Card.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function teamsMessage(message: AlarmMessage): object {
  const { title, text, facts, firstStep, reason, links, state } = message;
  const head = { size: 'Medium', weight: 'Bolder', color: COLORS[state] };

  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            textBlock(title, head),
            textBlock(text),
            {
              type: 'FactSet',
              facts: facts.map(([name, value]) => ({ title: name, value: plain(value) })),
            },
            ...(firstStep === null ? [] : [textBlock(`First step: ${firstStep}`)]),
            ...(reason === '' ? [] : [textBlock(reason, { isSubtle: true, size: 'Small' })]),
          ],
          actions: links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
        },
      },
    ],
  };
}

function textBlock(text: string, style: object = {}): object {
  return { type: 'TextBlock', text: plain(text), wrap: true, ...style };
}

/** Text blocks take some Markdown: https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features */
function plain(text: string): string {
  return clipped(text, MAX_TEXT).replaceAll(/[\\*_[\]]/g, String.raw`\$&`);
}

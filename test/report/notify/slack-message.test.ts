import { readAlarmChange } from '../../../lib/core/notify/alarm-change.ts';
import { type AlarmMessage, alarmMessage } from '../../../lib/report/format/alarm-message.ts';
import { slackMessage } from '../../../lib/report/notify/slack-message.ts';
import { alarmEndEvent, alarmEvent, type AlarmEventChanges } from '../../support/alarm-messages.ts';

function messageOf(event: unknown): AlarmMessage {
  const change = readAlarmChange(event);
  if (change === null) throw new Error('Expected an alarm');

  return alarmMessage(change, { stage: 'prod', home: 'eu-west-1' });
}

/** The message that Slack gets of an alarm's event. */
function slackOf(changes: AlarmEventChanges = {}) {
  return slackMessage(messageOf(alarmEvent(changes)));
}

const CONSOLE = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1';

describe('slackMessage()', () => {
  it('slackMessage() shows state, meaning, regions, time, first step and links', () => {
    expect(slackOf()).toEqual({
      text: 'ALARM: checkout-down (prod)',
      attachments: [
        {
          color: '#d1242f',
          blocks: [
            {
              type: 'section',
              text: {
                type: 'mrkdwn',
                text: 'Journey "checkout" fails in at least 2 of 2 regions: users cannot get through.',
              },
            },
            {
              type: 'section',
              fields: [
                { type: 'mrkdwn', text: '*Journey*\ncheckout' },
                { type: 'mrkdwn', text: '*State*\nALARM' },
                { type: 'mrkdwn', text: '*Regions*\neu-west-1, us-east-1' },
                { type: 'mrkdwn', text: '*Stage*\nprod' },
                { type: 'mrkdwn', text: '*Since*\n2026-11-22 16:45:30 UTC' },
              ],
            },
            {
              type: 'section',
              text: { type: 'mrkdwn', text: 'First step: read the last runs.' },
            },
            {
              type: 'context',
              elements: [
                {
                  type: 'mrkdwn',
                  text: 'Threshold Crossed: 2 out of the last 3 datapoints were &gt;= 2 &amp; &lt; 9',
                },
              ],
            },
            {
              type: 'context',
              elements: [
                {
                  type: 'mrkdwn',
                  text: `<https://wiki.shop.example/runbook#down|What to do> · <${CONSOLE}#alarmsV2:alarm/waywiser-prod-checkout-down|Alarm> · <${CONSOLE}#dashboards/dashboard/waywiser-prod|Dashboard>`,
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('slackMessage() shows an end in its colour', () => {
    const message = slackMessage(messageOf(alarmEndEvent()));

    expect(message.text).toBe('OK: checkout-down (prod)');
    expect(message.attachments[0]?.color).toBe('#1a7f37');
  });

  it('slackMessage() escapes mentions, and cuts texts above the limit of Slack', () => {
    const said = JSON.stringify(
      slackOf({ description: '<!channel> ', state: { reason: 'x'.repeat(9_000) } }),
    );

    expect(said).toContain('&lt;!channel&gt;');
    expect(said).not.toContain('<!channel>');
    expect(said.length).toBeLessThan(4_500);
  });
});

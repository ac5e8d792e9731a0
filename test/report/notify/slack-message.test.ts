import { readAlarmNotice } from '../../../lib/core/notify/alarm-notice.ts';
import { slackMessage } from '../../../lib/report/notify/slack-message.ts';
import { alarmMessage } from '../../support/alarm-messages.ts';

/** The message that Slack gets of an alarm's message. */
function slackOf(changes: Readonly<Record<string, unknown>> = {}) {
  return slackMessage({ subject: null, message: alarmMessage(changes) });
}

describe('readAlarmNotice()', () => {
  it('readAlarmNotice() reads state, meaning, link, journey, regions and time', () => {
    expect(readAlarmNotice(alarmMessage())).toEqual({
      alarm: 'waywiser-prod-checkout-down',
      state: 'ALARM',
      meaning: 'Journey "checkout" fails in at least 2 of 2 regions: users cannot get through.',
      runbook: 'https://wiki.shop.example/runbook#down',
      journey: 'checkout',
      regions: ['eu-west-1', 'us-east-1'],
      reason: 'Threshold Crossed: 2 out of the last 3 datapoints were >= 2 & < 9',
      changedAt: '2026-11-22T16:45:30.123Z',
    });
  });

  it('readAlarmNotice() reads an alarm on one metric, without a journey', () => {
    const Trigger = {
      MetricName: 'RecorderErrors',
      Dimensions: [{ value: 'eu-west-1', name: 'Region' }],
    };

    const notice = readAlarmNotice(
      alarmMessage({ Trigger, AlarmDescription: null, StateChangeTime: 'now' }),
    );

    expect(notice).toMatchObject({
      journey: null,
      regions: ['eu-west-1'],
      meaning: '',
      runbook: null,
      changedAt: null,
    });
  });

  it.each(['', 'hello', '[]', '{"AlarmName":"a"}', alarmMessage({ NewStateValue: 'GONE' })])(
    'readAlarmNotice() finds no alarm in %s',
    (message) => {
      expect(readAlarmNotice(message)).toBeNull();
    },
  );
});

describe('slackMessage()', () => {
  it('slackMessage() shows state, meaning, regions, time and the runbook link', () => {
    expect(slackOf()).toEqual({
      text: 'ALARM: checkout (waywiser-prod-checkout-down)',
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
                { type: 'mrkdwn', text: '*Since*\n2026-11-22 16:45:30 UTC' },
              ],
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
                  text: 'What to do: <https://wiki.shop.example/runbook#down|https://wiki.shop.example/runbook#down>',
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['OK', 'OK: checkout', '#1a7f37'],
    ['INSUFFICIENT_DATA', 'INSUFFICIENT DATA: checkout', '#9a6700'],
  ])('slackMessage() shows %s in its colour', (NewStateValue, text, color) => {
    const message = slackOf({ NewStateValue });

    expect(message.text).toContain(text);
    expect(message.attachments[0]?.color).toBe(color);
  });

  it('slackMessage() does not link a path', () => {
    const AlarmDescription = 'It is down. What to do: docs/runbook.md#down';

    expect(JSON.stringify(slackOf({ AlarmDescription }))).toContain(
      '"What to do: docs/runbook.md#down"',
    );
  });

  it('slackMessage() escapes mentions, and cuts texts above the limit of Slack', () => {
    const said = JSON.stringify(
      slackOf({ AlarmDescription: '<!channel> ', NewStateReason: 'x'.repeat(9_000) }),
    );

    expect(said).toContain('&lt;!channel&gt;');
    expect(said).not.toContain('<!channel>');
    expect(said.length).toBeLessThan(4_000);
  });

  it('slackMessage() passes on a message that is no alarm', () => {
    expect(slackMessage({ subject: 'Drift', message: 'a & b' })).toEqual({
      text: 'Drift: a &amp; b',
      attachments: [],
    });
    expect(slackMessage({ subject: null, message: 'a' }).text).toBe('a');
  });
});

import { readAlarmChange } from '../../../lib/core/notify/alarm-change.ts';
import type { WebhookKind, WebhookRequest } from '../../../lib/core/notify/notify-webhooks.ts';
import { alarmMessage } from '../../../lib/report/format/alarm-message.ts';
import { webhookRequest } from '../../../lib/report/notify/webhook-request.ts';
import { alarmEndEvent, alarmEvent } from '../../support/alarm-messages.ts';

const NAME = 'waywiser-prod-checkout-down';

function requestOf(kind: WebhookKind, secret: string, event = alarmEvent()): WebhookRequest {
  const change = readAlarmChange(event);
  if (change === null) throw new Error('Expected an alarm');

  return webhookRequest(kind, secret, alarmMessage(change, { stage: 'prod', home: 'eu-west-1' }));
}

describe('webhookRequest()', () => {
  it('webhookRequest() sends Teams one Adaptive Card with facts and buttons', () => {
    const { url, body } = requestOf('teams', 'https://prod.logic.azure.com/workflows/x');

    expect(url).toBe('https://prod.logic.azure.com/workflows/x');
    expect(body).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            body: [
              { type: 'TextBlock', text: 'ALARM: checkout-down (prod)', color: 'Attention' },
              { type: 'TextBlock', wrap: true },
              {
                type: 'FactSet',
                facts: expect.arrayContaining([{ title: 'Stage', value: 'prod' }]),
              },
              { type: 'TextBlock', text: 'First step: read the last runs.' },
              { type: 'TextBlock', isSubtle: true },
            ],
            actions: [
              { type: 'Action.OpenUrl', title: 'What to do' },
              { type: 'Action.OpenUrl', title: 'Alarm' },
              { type: 'Action.OpenUrl', title: 'Dashboard' },
            ],
          },
        },
      ],
    });
  });

  it('webhookRequest() keeps Teams from reading names as Markdown', () => {
    const { body } = requestOf(
      'teams',
      'https://a.example/x',
      alarmEvent({ description: '[a](b) *c* _d_' }),
    );

    expect(JSON.stringify(body)).toContain(
      JSON.stringify(String.raw`\[a\](b) \*c\* \_d\_`).slice(1, -1),
    );
  });

  it('webhookRequest() triggers an event of PagerDuty and resolves it by the same key', () => {
    const began = requestOf('pagerduty', 'R0UT1NG');
    const ended = requestOf('pagerduty', 'R0UT1NG', alarmEndEvent());

    expect(began).toMatchObject({
      url: 'https://events.pagerduty.com/v2/enqueue',
      headers: {},
      body: {
        routing_key: 'R0UT1NG',
        event_action: 'trigger',
        dedup_key: NAME,
        payload: {
          summary: expect.stringMatching(
            /^ALARM: checkout-down \(prod\): Journey "checkout" fails/,
          ),
          source: 'checkout',
          severity: 'critical',
          timestamp: '2026-11-22T16:45:30.123Z',
        },
      },
    });
    expect(ended.body).toEqual({
      routing_key: 'R0UT1NG',
      event_action: 'resolve',
      dedup_key: NAME,
    });
  });

  it.each([
    ['waywiser-prod-checkout-blind', 'error'],
    ['waywiser-prod-checkout-budget-p75-lcp', 'warning'],
  ])('webhookRequest() gives %s the severity %s', (alarmName, severity) => {
    const { body } = requestOf('pagerduty', 'R0UT1NG', alarmEvent({ alarmName }));

    expect(body).toMatchObject({ payload: { severity } });
  });

  it('webhookRequest() creates an alert of Opsgenie, and closes it by its alias', () => {
    const began = requestOf('opsgenie', 'https://api.eu.opsgenie.com/v2/alerts k3y');
    const ended = requestOf('opsgenie', 'k3y', alarmEndEvent());

    expect(began).toMatchObject({
      url: 'https://api.eu.opsgenie.com/v2/alerts',
      headers: { authorization: 'GenieKey k3y' },
      body: { message: 'ALARM: checkout-down (prod)', alias: NAME, priority: 'P1' },
    });
    expect(ended).toMatchObject({
      url: `https://api.opsgenie.com/v2/alerts/${NAME}/close?identifierType=alias`,
      headers: { authorization: 'GenieKey k3y' },
      body: { source: 'Waywiser' },
    });
  });

  it('webhookRequest() sends programs the facts', () => {
    const { body } = requestOf('json', 'https://a.example/x');

    expect(body).toMatchObject({
      title: 'ALARM: checkout-down (prod)',
      alarm: NAME,
      state: 'ALARM',
      previous: 'OK',
      journey: 'checkout',
      regions: ['eu-west-1', 'us-east-1'],
      changedAt: '2026-11-22T16:45:30.123Z',
    });
  });

  it.each([
    ['slack', 'no-address-s3cret'],
    ['teams', ''],
    ['pagerduty', ''],
    ['pagerduty', 'https://only.an.address/s3cret'],
    ['opsgenie', 'k3y s3cret'],
    ['opsgenie', 'https://a.example/s3cret k3y more'],
  ] as const)(
    'webhookRequest() refuses a secret of no use for %s, and hides it',
    (kind, secret) => {
      expect(() => requestOf(kind, secret)).toThrow(/^its secret is no (?:address|key); expected/);
      expect(() => requestOf(kind, secret)).not.toThrow(/s3cret/);
    },
  );
});

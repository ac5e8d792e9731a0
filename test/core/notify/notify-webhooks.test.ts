import {
  notifyWebhooks,
  webhookSecrets,
  type WebhookPlan,
  type WebhookRequest,
} from '../../../lib/core/notify/notify-webhooks.ts';

const PLANS: readonly WebhookPlan[] = [
  { kind: 'slack', secret: 'arn:one' },
  { kind: 'json', secret: 'arn:two' },
  { kind: 'teams', secret: 'arn:three' },
];

test('webhookSecrets() names each secret by its place in the configuration', () => {
  expect(webhookSecrets(PLANS)).toEqual({
    'notify.webhooks[0]': 'arn:one',
    'notify.webhooks[1]': 'arn:two',
    'notify.webhooks[2]': 'arn:three',
  });
});

test('notifyWebhooks() notifies the others when one fails, and names it', async () => {
  const posted: WebhookRequest[] = [];

  const errors = await notifyWebhooks(
    PLANS,
    (kind, url) => ({ url, headers: {}, body: { kind } }),
    {
      secrets: {
        read: async (name) => {
          if (name === 'notify.webhooks[1]') throw new Error('no such secret');

          return ` https://${name} \n`;
        },
      },
      webhooks: { post: async (request) => void posted.push(request) },
    },
  );

  expect(errors.map(({ message }) => message)).toEqual([
    'Cannot notify notify.webhooks[1] (json): no such secret',
  ]);
  expect(posted).toEqual([
    { url: 'https://notify.webhooks[0]', headers: {}, body: { kind: 'slack' } },
    { url: 'https://notify.webhooks[2]', headers: {}, body: { kind: 'teams' } },
  ]);
});

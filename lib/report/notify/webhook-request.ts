import type { WebhookKind, WebhookRequest } from '../../core/notify/notify-webhooks.ts';
import type { AlarmMessage } from '../format/alarm-message.ts';
import { opsgenieAlert } from './opsgenie-alert.ts';
import { pagerDutyEvent } from './pagerduty-event.ts';
import { slackMessage } from './slack-message.ts';
import { teamsMessage } from './teams-message.ts';

/** Addresses of services whose secret is a key; those of other sites come with the key. */
const ADDRESSES = {
  pagerduty: 'https://events.pagerduty.com/v2/enqueue',
  opsgenie: 'https://api.opsgenie.com/v2/alerts',
} as const;

/**
 * What a webhook is sent about a change of an alarm. The secret is the webhook's address; of
 * PagerDuty and Opsgenie the key, or an address and the key with a space between them. Throws a
 * TypeError that does not contain the secret where it is of no use.
 */
export function webhookRequest(
  kind: WebhookKind,
  secret: string,
  message: AlarmMessage,
): WebhookRequest {
  switch (kind) {
    case 'slack':
      return { url: addressIn(secret), headers: {}, body: slackMessage(message) };
    case 'teams':
      return { url: addressIn(secret), headers: {}, body: teamsMessage(message) };
    case 'json':
      return { url: addressIn(secret), headers: {}, body: plainFacts(message) };
    case 'pagerduty': {
      const { url, key } = keyIn(secret, ADDRESSES.pagerduty);
      return { url, headers: {}, body: pagerDutyEvent(message, key) };
    }
    case 'opsgenie': {
      const { url, key } = keyIn(secret, ADDRESSES.opsgenie);
      const { path, body } = opsgenieAlert(message);
      return { url: url + path, headers: { authorization: `GenieKey ${key}` }, body };
    }
  }
}

/** The facts of a change and their words, for programs. */
function plainFacts({ title, text, links, change }: AlarmMessage): object {
  return { title, text, links, ...change };
}

function addressIn(secret: string): string {
  if (isAddress(secret)) return secret;

  throw new TypeError('its secret is no address; expected one that begins with https://');
}

function keyIn(secret: string, usual: string): { readonly url: string; readonly key: string } {
  const [first = '', second, ...others] = secret.split(/\s+/);
  if (second === undefined && first !== '' && !isAddress(first)) return { url: usual, key: first };
  if (second !== undefined && others.length === 0 && isAddress(first)) {
    return { url: first, key: second };
  }

  throw new TypeError(
    'its secret is no key; expected a key, or an address and a key with a space between them',
  );
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

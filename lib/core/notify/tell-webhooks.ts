import { readAlarmNotice } from './alarm-notice.ts';
import { plainSlackMessage, slackMessage, type SlackMessage } from './slack-message.ts';

/** A message of the topic. */
export interface TopicMessage {
  readonly subject: string | null;
  readonly message: string;
}

/** Posts to webhooks. */
export interface WebhookPort {
  /** Throws an Error that does not show the address, which is a secret, when nobody took the body. */
  post(url: string, body: SlackMessage): Promise<void>;
}

/** Tells every webhook every message; answers what could not be told. One stops no other. */
export async function tellWebhooks(
  messages: readonly TopicMessage[],
  webhooks: readonly string[],
  port: WebhookPort,
): Promise<readonly Error[]> {
  const bodies = messages.map(({ subject, message }) => {
    const notice = readAlarmNotice(message);
    return notice === null ? plainSlackMessage(subject, message) : slackMessage(notice);
  });
  const failures = await Promise.all(
    webhooks.map((url, index) => tellOne(url, { bodies, number: index + 1 }, port)),
  );

  return failures.flat();
}

/** One after another, so that an alarm's end is not told before its beginning. */
async function tellOne(
  url: string,
  telling: { readonly bodies: readonly SlackMessage[]; readonly number: number },
  port: WebhookPort,
): Promise<readonly Error[]> {
  const failures: Error[] = [];
  for (const body of telling.bodies) {
    try {
      await port.post(url, body);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'it failed';
      failures.push(
        new Error(`Cannot tell webhook ${telling.number} of notify.webhooks: ${reason}`),
      );
    }
  }

  return failures;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SNSEvent } from 'aws-lambda';
import { httpWebhooks } from '../lib/adapters/webhook/http-webhooks.ts';
import { MANIFEST_FILE, type WebhookManifest } from '../lib/core/deploy/manifest.ts';
import { postToWebhooks } from '../lib/core/notify/post-to-webhooks.ts';
import { slackMessage } from '../lib/report/notify/slack-message.ts';

const { webhooks }: WebhookManifest = JSON.parse(
  readFileSync(path.join(__dirname, MANIFEST_FILE), 'utf8'),
);
const port = httpWebhooks();

/** Posts every message of the topic to every webhook; fails when one post failed. */
export async function handler({ Records: records }: SNSEvent): Promise<void> {
  // Typed by its happy case: a message may come without a subject.
  const bodies = records.map(({ Sns: { Subject: subject, Message: message } }) =>
    slackMessage({ subject: subject ?? null, message }),
  );
  const errors = await postToWebhooks(bodies, webhooks, port);
  for (const { message } of errors) {
    process.stdout.write(`${JSON.stringify({ level: 'error', text: message })}\n`);
  }
  if (errors.length > 0) throw new AggregateError(errors, errors[0]?.message ?? '');
}

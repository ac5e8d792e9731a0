import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SNSEvent } from 'aws-lambda';
import { httpWebhooks } from '../lib/adapters/webhook/http-webhooks.ts';
import { MANIFEST_FILE, type WebhookManifest } from '../lib/core/deploy/manifest.ts';
import { tellWebhooks } from '../lib/core/notify/tell-webhooks.ts';

const { webhooks }: WebhookManifest = JSON.parse(
  readFileSync(path.join(__dirname, MANIFEST_FILE), 'utf8'),
);
const port = httpWebhooks();

/** Tells every webhook what the topic says; fails when one could not be told. */
export async function handler({ Records: records }: SNSEvent): Promise<void> {
  // Typed by its happy case: a message may come without a subject.
  const messages = records.map(({ Sns: { Subject: subject, Message: message } }) => ({
    subject: subject ?? null,
    message,
  }));
  const errors = await tellWebhooks(messages, webhooks, port);
  for (const { message } of errors) {
    process.stdout.write(`${JSON.stringify({ level: 'error', text: message })}\n`);
  }
  if (errors.length > 0) throw new AggregateError(errors, errors[0]?.message ?? '');
}

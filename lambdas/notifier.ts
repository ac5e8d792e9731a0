import { readFileSync } from 'node:fs';
import path from 'node:path';
import { awsSecrets } from '../lib/adapters/secrets/aws-secrets.ts';
import { topicPublisher } from '../lib/adapters/sns/topic.ts';
import { httpWebhooks } from '../lib/adapters/webhook/http-webhooks.ts';
import { FUNCTION_ENV, requiredVariable } from '../lib/core/deploy/function-environment.ts';
import { MANIFEST_FILE, type NotifierManifest } from '../lib/core/deploy/manifest.ts';
import { isNews, readAlarmChange } from '../lib/core/notify/alarm-change.ts';
import {
  keepsIncidents,
  notifyWebhooks,
  webhookSecrets,
} from '../lib/core/notify/notify-webhooks.ts';
import { alarmMessage, mailSubject, mailText } from '../lib/report/format/alarm-message.ts';
import { webhookRequest } from '../lib/report/notify/webhook-request.ts';

const manifest: NotifierManifest = JSON.parse(
  readFileSync(path.join(__dirname, MANIFEST_FILE), 'utf8'),
);
const { stage, home, webhooks } = manifest;
const publish = topicPublisher({
  arn: requiredVariable(process.env, FUNCTION_ENV.topicArn, 'the notifier'),
});
const ports = {
  secrets: awsSecrets({ arns: webhookSecrets(webhooks) }, { monotonicMs: () => performance.now() }),
  webhooks: httpWebhooks(),
};

/** Notifies the topic and every webhook of the change of an alarm; fails when one was not notified. */
export async function handler(event: unknown): Promise<void> {
  const change = readAlarmChange(event);
  if (change === null) {
    throw new TypeError('Cannot notify: the event is no change of an alarm; expected one');
  }
  const news = isNews(change);
  if (!news && change.state !== 'OK') return;
  const message = alarmMessage(change, { stage, home });
  const [mail, failed] = await Promise.all([
    news ? publish(mailSubject(message), mailText(message)).then(() => [], asErrors) : [],
    notifyWebhooks(
      webhooks,
      (kind, secret) =>
        news || keepsIncidents(kind) ? webhookRequest(kind, secret, message) : null,
      ports,
    ),
  ]);
  const errors = [...mail, ...failed];
  for (const { message: text } of errors) {
    process.stdout.write(`${JSON.stringify({ level: 'error', text })}\n`);
  }
  if (errors.length > 0) throw new AggregateError(errors, errors[0]?.message ?? '');
}

function asErrors(error: unknown): readonly Error[] {
  return [error instanceof Error ? error : new Error(String(error))];
}

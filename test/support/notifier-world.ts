import { type AwsEndpoint, awsEndpoint } from './aws-endpoint.ts';
import { type FunctionAnswer, functionProcess } from './function-process.ts';
import { type Handler, startServer, type TestServer } from './http-server.ts';
import type { WebhookPlan } from '../../lib/core/notify/notify-webhooks.ts';

/** A mail that the topic accepted. */
export interface PublishedMail {
  readonly topic: string | null;
  readonly subject: string | null;
  readonly text: string | null;
}

/** The services that the notifier calls, on loopback. */
export interface NotifierWorld {
  readonly mails: PublishedMail[];
  /** The state that topics are in: status of their answers. */
  topicStatus: number;
  /** Calls the built function with an event, for webhooks whose secrets have these values. */
  readonly invoke: (
    event: unknown,
    webhooks: readonly (Pick<WebhookPlan, 'kind'> & { readonly value: string })[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<FunctionAnswer>;
  readonly close: () => Promise<void>;
}

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:waywiser-prod-alarms';
const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

/** Starts a topic that speaks SNS's protocol, and a Secrets Manager. */
export async function notifierWorld(): Promise<NotifierWorld> {
  const mails: PublishedMail[] = [];
  const sns = await startServer(topic());
  const secrets = await awsEndpoint();

  function topic(): Handler {
    return (_request, response, body) => {
      const form = new URLSearchParams(body);
      response.writeHead(world.topicStatus, { 'content-type': 'text/xml' });
      if (world.topicStatus === 200) {
        mails.push({
          topic: form.get('TopicArn'),
          subject: form.get('Subject'),
          text: form.get('Message'),
        });
      }
      response.end(world.topicStatus === 200 ? PUBLISHED : '<ErrorResponse/>');
    };
  }

  const world: NotifierWorld = {
    mails,
    topicStatus: 200,
    invoke: async (event, webhooks, environment = {}) => {
      answerWith(
        secrets,
        webhooks.map(({ value }) => value),
      );
      const manifest = {
        stage: 'prod',
        home: 'eu-west-1',
        webhooks: webhooks.map(({ kind }, index) => ({ kind, secret: secretArn(index) })),
      };
      const notifier = await functionProcess('notifier', manifest);
      const answer = await notifier.invoke(event, {
        ...environmentOf(sns, secrets),
        ...environment,
      });
      await notifier.remove();

      return answer;
    },
    close: async () => {
      await sns.close();
      await secrets.close();
    },
  };

  return world;
}

function secretArn(index: number): string {
  return `arn:aws:secretsmanager:eu-west-1:123456789012:secret:hook${index}-AbCdEf`;
}

function answerWith(secrets: AwsEndpoint, values: readonly string[]): void {
  secrets.accept = ({ input }) => {
    const index = values.findIndex((_, each) => input['SecretId'] === secretArn(each));

    return { SecretString: values[index] };
  };
}

function environmentOf(
  sns: TestServer,
  secrets: Pick<AwsEndpoint, 'origin'>,
): Readonly<Record<string, string>> {
  return {
    WAYWISER_TOPIC_ARN: TOPIC,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SNS: sns.origin,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.origin,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

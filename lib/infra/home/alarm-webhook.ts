import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';
import { PLATFORM_FUNCTIONS } from '../../core/deploy/platform-functions.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { PlatformFunction } from '../platform-function.ts';

/** Inputs of the webhook function. */
export interface AlarmWebhookProps {
  readonly stage: string;
  readonly topic: Topic;
  readonly code: Code;
}

/**
 * Forwards the topic's notifications by HTTP. Its only permission in AWS is to write its own log.
 */
export class AlarmWebhook extends Construct {
  readonly function: PlatformFunction;

  constructor(scope: Construct, id: string, { stage, topic, code }: AlarmWebhookProps) {
    super(scope, id);
    this.function = new PlatformFunction(this, 'Webhook', {
      functionName: stageNames(stage).webhook,
      description: `Waywiser ${stage}: sends alarms to webhooks`,
      code,
      ...PLATFORM_FUNCTIONS.webhook,
      environment: { [FUNCTION_ENV.stage]: stage },
      may: [],
    });
    topic.addSubscription(new LambdaSubscription(this.function.handler));
  }
}

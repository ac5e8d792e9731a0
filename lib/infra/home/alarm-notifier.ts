import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, type Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { PLATFORM_FUNCTIONS } from '../../core/deploy/platform-functions.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { allow, PlatformFunction } from '../platform-function.ts';
import { readSecrets, secretReasons } from '../region/secret-statements.ts';
import type { AlarmTopic } from './alarm-topic.ts';

/** Inputs of the notifier. */
export interface AlarmNotifierProps {
  readonly stage: string;
  readonly topic: AlarmTopic;
  readonly code: Code;
  /** ARNs of the secrets of the webhooks. */
  readonly secretArns: readonly string[];
  /** Executions that are kept for it; null: none. */
  readonly reservedConcurrency: number | null;
}

/**
 * The function that alarms invoke as their action. It is an action and no rule for the events of
 * alarms, because maintenance windows mute actions only.
 */
export class AlarmNotifier extends Construct {
  readonly function: PlatformFunction;

  constructor(scope: Construct, id: string, props: AlarmNotifierProps) {
    super(scope, id);
    const { stage, topic, code, secretArns, reservedConcurrency } = props;
    this.function = new PlatformFunction(this, 'Notifier', {
      functionName: stageNames(stage).notifier,
      description: `Waywiser ${stage}: sends changes of alarms to their recipients`,
      code,
      ...PLATFORM_FUNCTIONS.notifier,
      reservedConcurrency,
      environment: { [FUNCTION_ENV.topicArn]: topic.topic.topicArn },
      may: [
        allow('NotifyTopic', { actions: ['sns:Publish'], resources: [topic.topic.topicArn] }),
        allow('EncryptForTopic', {
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [topic.key.keyArn],
        }),
        ...readSecrets(secretArns),
      ],
    });
    for (const [resource, reason] of Object.entries(secretReasons(secretArns))) {
      acknowledge(this.function.role, wildcards(this, [resource], reason));
    }
    this.letAlarmsInvoke(stage);
    this.mailWhatFails(topic);
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
  private letAlarmsInvoke(stage: string): void {
    const { account } = Stack.of(this);
    this.function.handler.addPermission('Alarms', {
      principal: new ServicePrincipal('lambda.alarms.cloudwatch.amazonaws.com'),
      sourceAccount: account,
      sourceArn: Stack.of(this).formatArn({
        service: 'cloudwatch',
        resource: `alarm:waywiser-${stage}-*`,
      }),
    });
  }

  /** A second invocation would notify those again who were notified; the topic gets the event as it is. */
  private mailWhatFails({ topic }: AlarmTopic): void {
    const config = new CfnEventInvokeConfig(this, 'Failed', {
      functionName: this.function.handler.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 0,
      destinationConfig: { onFailure: { destination: topic.topicArn } },
    });
    config.node.addDependency(this.function.role);
  }
}

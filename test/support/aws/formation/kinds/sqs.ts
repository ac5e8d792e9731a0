import * as check from '../checks.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import type { World } from '../world.ts';
import { arn } from './arns.ts';

const { optional, required, whole, text, flag, list, fields } = check;

/** Default of `VisibilityTimeout`, in seconds. */
const DEFAULT_VISIBILITY_SECONDS = 30;

/**
 * Names of 80 characters, limits of times and of messages.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export const QUEUE: ResourceKind = {
  type: 'AWS::SQS::Queue',
  properties: {
    QueueName: optional(text({ pattern: /^[A-Za-z0-9_-]{1,80}$/ })),
    MessageRetentionPeriod: optional(whole(60, 1_209_600)),
    VisibilityTimeout: optional(whole(0, 43_200)),
    ReceiveMessageWaitTimeSeconds: optional(whole(0, 20)),
    DelaySeconds: optional(whole(0, 900)),
    SqsManagedSseEnabled: optional(flag),
    RedrivePolicy: optional(
      fields({ deadLetterTargetArn: required(text()), maxReceiveCount: required(whole(1, 1_000)) }),
    ),
    Tags: optional(check.tags),
  },
  replacedBy: ['QueueName', 'FifoQueue'],
  scope: 'region',
  nameProperty: 'QueueName',
  isImportable: true,
  identity: ({ name, region, accountId }) => {
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return {
      ref: url,
      attributes: {
        Arn: arn('sqs', { region, accountId }, name),
        QueueName: name,
        QueueUrl: url,
      },
    };
  },
  validate: (attempt) => {
    deadLettersExist(attempt);
    hiddenLongEnough(attempt);
  },
};

function deadLettersExist({ properties, world }: Attempt): void {
  const target = fieldsOf(properties['RedrivePolicy'])['deadLetterTargetArn'];
  if (target === undefined) return;
  const found = world.withAttribute('AWS::SQS::Queue', 'Arn', textOf(target));
  check.demand(found !== null, `Value ${textOf(target)} for dead letter target is invalid`);
}

/**
 * A queue whose time became shorter than the timeout of the function that takes from it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
function hiddenLongEnough({ properties, name, region, world }: Attempt): void {
  const queue = world.find('AWS::SQS::Queue', region, name);
  if (queue === null) return;
  for (const mapping of world.list('AWS::Lambda::EventSourceMapping', region)) {
    if (mapping.properties['EventSourceArn'] !== queue.attributes['Arn']) continue;
    const target = world.find(
      'AWS::Lambda::Function',
      region,
      textOf(mapping.properties['FunctionName']),
    );
    if (target !== null) assertHidden(properties, target.properties);
  }
}

/** Throws where a queue shows a message again before its function has timed out. */
export function assertHidden(queue: Fields, target: Fields): void {
  const visibility = numberOf(queue['VisibilityTimeout'], DEFAULT_VISIBILITY_SECONDS);
  const timeout = numberOf(target['Timeout'], 3);
  check.demand(
    visibility >= timeout,
    `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
  );
}

/** A policy of queues that exist; every queue has one policy, so two of them would overwrite each other. */
export const QUEUE_POLICY: ResourceKind = {
  type: 'AWS::SQS::QueuePolicy',
  properties: {
    PolicyDocument: required(check.policyDocument),
    Queues: required(list(text(), { min: 1 })),
  },
  replacedBy: [],
  scope: 'region',
  nameProperty: null,
  identity: ({ uniqueId }) => ({ ref: uniqueId, attributes: { Id: uniqueId } }),
  validate: ({ properties, region, world }) => {
    for (const url of listOf(properties['Queues'])) queueAt(textOf(url), region, world);
  },
};

function queueAt(url: string, region: string, world: World): void {
  const found = world.list('AWS::SQS::Queue', region).some((each) => each.physicalId === url);
  check.demand(found, `The specified queue ${url} does not exist`);
}

import * as check from '../checks.ts';
import { fieldsOf, isFields, type Json, listOf, optionalText, textOf } from '../json.ts';
import type { ResourceKind } from '../resource-kind.ts';
import type { PhysicalResource, World } from '../world.ts';
import { arn } from './arns.ts';
import { assertInvocable } from './lambda-targets.ts';

const { optional, required, text, list } = check;

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export const TOPIC: ResourceKind = {
  type: 'AWS::SNS::Topic',
  properties: {
    TopicName: optional(text({ pattern: /^[\w-]{1,256}$/ })),
    DisplayName: optional(text({ max: 100 })),
    KmsMasterKeyId: optional(text()),
    Tags: optional(check.tags),
  },
  replacedBy: ['TopicName', 'FifoTopic'],
  scope: 'region',
  nameProperty: 'TopicName',
  identity: ({ name, region, accountId }) => {
    const ref = arn('sns', { region, accountId }, name);
    return { ref, attributes: { TopicArn: ref, TopicName: name } };
  },
  validate: ({ properties, world }) => {
    const key = optionalText(properties['KmsMasterKeyId']);
    check.demand(
      key === null ||
        key.startsWith('alias/') ||
        world.withAttribute('AWS::KMS::Key', 'Arn', key) !== null,
      `The key ${key} does not exist`,
    );
  },
  afterDelete: ({ physicalId, region }, world) => {
    for (const each of world.list('AWS::SNS::Subscription', region)) {
      if (each.properties['TopicArn'] === physicalId) world.remove(each);
    }
  },
};

export const TOPIC_POLICY: ResourceKind = {
  type: 'AWS::SNS::TopicPolicy',
  properties: {
    PolicyDocument: required(check.policyDocument),
    Topics: required(list(text(), { min: 1 })),
  },
  replacedBy: [],
  scope: 'region',
  nameProperty: null,
  identity: ({ uniqueId }) => ({ ref: uniqueId, attributes: { Id: uniqueId } }),
  validate: ({ properties, region, world }) => {
    for (const each of listOf(properties['Topics'])) assertTopic(textOf(each), region, world);
    const document = fieldsOf(properties['PolicyDocument']);
    const sids = listOf(document['Statement']).map((each) => fieldsOf(each)['Sid']);
    check.demand(new Set(sids).size === sids.length, 'Invalid parameter: Policy statement ids');
  },
};

export const SUBSCRIPTION: ResourceKind = {
  type: 'AWS::SNS::Subscription',
  properties: {
    TopicArn: required(text()),
    Protocol: required(text({ oneOf: ['email', 'lambda', 'sqs', 'https'] })),
    Endpoint: required(text({ min: 1, max: 2_048 })),
    FilterPolicy: optional(() => undefined),
  },
  replacedBy: ['Endpoint', 'Protocol', 'TopicArn'],
  scope: 'region',
  nameProperty: null,
  name: ({ TopicArn: topic, Protocol: protocol, Endpoint: endpoint }) =>
    `${textOf(topic)}|${textOf(protocol)}|${textOf(endpoint)}`,
  identity: ({ uniqueId, properties }) => ({
    ref: `${textOf(properties['TopicArn'])}:${uniqueId}`,
    attributes: { Arn: `${textOf(properties['TopicArn'])}:${uniqueId}` },
  }),
  validate: ({ properties, region, world }) => {
    assertTopic(textOf(properties['TopicArn']), region, world);
    const endpoint = textOf(properties['Endpoint']);
    if (properties['Protocol'] === 'lambda') assertInvocable(world, region, endpoint);
    check.demand(
      properties['Protocol'] !== 'email' || /^[^@\s]+@[^@\s]+$/.test(endpoint),
      `Invalid parameter: Email address ${endpoint}`,
    );
  },
};

/** Throws unless a topic exists in a region. */
export function assertTopic(topicArn: string, region: string, world: World): PhysicalResource {
  const topic = world.list('AWS::SNS::Topic', region).find((each) => each.physicalId === topicArn);
  check.demand(topic !== undefined, `Topic does not exist: ${topicArn}`);

  return topic;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const RULE: ResourceKind = {
  type: 'AWS::Events::Rule',
  properties: {
    Name: optional(text({ pattern: /^[\w.-]{1,64}$/ })),
    Description: optional(text({ max: 512 })),
    EventPattern: required(patternFits),
    State: optional(text({ oneOf: ['ENABLED', 'DISABLED'] })),
    Targets: required(
      list(
        check.fields({
          Arn: required(text({ min: 1, max: 1_600 })),
          Id: required(text({ pattern: /^[\w.-]{1,64}$/ })),
          InputTransformer: optional(() => undefined),
          Input: optional(text({ max: 8_192 })),
          RetryPolicy: optional(() => undefined),
          DeadLetterConfig: optional(() => undefined),
        }),
        { max: 5 },
      ),
    ),
    Tags: optional(check.tags),
  },
  replacedBy: ['Name'],
  scope: 'region',
  nameProperty: 'Name',
  identity: ({ name, region, accountId }) => ({
    ref: name,
    attributes: { Arn: arn('events', { region, accountId }, `rule/${name}`) },
  }),
  validate: ({ properties, region, world }) => {
    for (const each of listOf(properties['Targets'])) {
      const target = textOf(fieldsOf(each)['Arn']);
      if (target.includes(':lambda:')) assertInvocable(world, region, target);
    }
  },
};

function patternFits(value: Json, path: string): void {
  check.demand(isFields(value), `${path} is no pattern`);
  const characters = JSON.stringify(value).length;
  check.demand(characters <= 4_096, `${path} has ${characters} characters; at most 4096`);
}

/**
 * CDK's custom resource that empties a bucket: its function empties only buckets with its tag, when
 * the resource is deleted or its bucket's name changes.
 */
export const AUTO_DELETE_OBJECTS: ResourceKind = {
  type: 'Custom::S3AutoDeleteObjects',
  properties: { ServiceToken: required(text()), BucketName: required(text()) },
  replacedBy: ['ServiceToken'],
  scope: 'region',
  nameProperty: null,
  identity: ({ uniqueId }) => ({ ref: uniqueId, attributes: {} }),
  validate: ({ properties, region, world }) => {
    assertInvocable(world, region, textOf(properties['ServiceToken']));
  },
  mayDelete: ({ properties, region }, world) => {
    assertInvocable(world, region, textOf(properties['ServiceToken']));
  },
  afterDelete: ({ properties }, world) => {
    const name = textOf(properties['BucketName']);
    const bucket = world.find('AWS::S3::Bucket', null, name);
    const tags = listOf(bucket?.properties['Tags']).map((each) => fieldsOf(each));
    const isMarked = tags.some(
      ({ Key: key, Value: value }) => key === 'aws-cdk:auto-delete-objects' && value === 'true',
    );
    if (isMarked) world.empty(name);
  },
};

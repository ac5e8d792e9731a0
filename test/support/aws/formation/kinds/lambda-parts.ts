import * as check from '../checks.ts';
import { fieldsOf, type Json, optionalText, textOf } from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import type { PhysicalResource, World } from '../world.ts';
import { arn } from './arns.ts';
import { assertRole } from './iam.ts';
import { functionOf } from './lambda-targets.ts';
import { assertTopic } from './messages.ts';
import { assertHidden } from './sqs.ts';

const { optional, required, whole, text, flag, list, fields } = check;

/** Properties of a function that its versions do not contain. */
const NOT_IN_VERSIONS = new Set(['Tags', 'ReservedConcurrentExecutions']);

/** A published version. A second one of the same code and configuration is refused. */
export const VERSION: ResourceKind = {
  type: 'AWS::Lambda::Version',
  properties: {
    FunctionName: required(text()),
    Description: optional(text({ max: 256 })),
  },
  replacedBy: ['FunctionName', 'Description', 'CodeSha256'],
  scope: 'region',
  nameProperty: null,
  name: ({ FunctionName: name }, generated) => `${textOf(name)}:${numberIn(generated)}`,
  identity: ({ name, region, accountId, uniqueId, properties, world }) => {
    const ref = arn('lambda', { region, accountId }, `function:${name}`);
    const source = functionOf(world, region, textOf(properties['FunctionName']));
    return {
      ref,
      attributes: {
        Version: numberIn(uniqueId),
        FunctionArn: ref,
        Published: source === null ? '' : publishedOf(source),
      },
    };
  },
  validate: ({ properties, previous, region, world }) => {
    const source = existing(properties['FunctionName'], region, world);
    if (previous !== null) return;
    const published = publishedOf(source);
    const same = world
      .list('AWS::Lambda::Version', region)
      .find(
        (each) =>
          each.name.startsWith(`${source.name}:`) && each.attributes['Published'] === published,
      );
    check.demand(
      same === undefined,
      `A version for this Lambda function exists ( ${same?.attributes['Version']} ). Modify the function to create a new version.`,
    );
  },
  mayDelete: ({ name, region }, world) => {
    const [target = '', number = ''] = name.split(':');
    const alias = world
      .list('AWS::Lambda::Alias', region)
      .find(
        ({ properties }) =>
          properties['FunctionName'] === target && properties['FunctionVersion'] === number,
      );
    check.demand(alias === undefined, `The version ${name} is referenced by ${alias?.name}`);
  },
};

function numberIn(id: string): string {
  return String(Number(/\d+$/.exec(id)?.[0] ?? '1'));
}

function publishedOf({ properties }: PhysicalResource): string {
  const parts = Object.entries(properties).filter(([key]) => !NOT_IN_VERSIONS.has(key));

  return JSON.stringify(parts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** An alias of a version that exists. */
export const ALIAS: ResourceKind = {
  type: 'AWS::Lambda::Alias',
  properties: {
    FunctionName: required(text()),
    FunctionVersion: required(text({ pattern: /^(?:\$LATEST|\d+)$/ })),
    Name: required(text({ pattern: /^(?!\d+$)[\w-]{1,128}$/ })),
  },
  replacedBy: ['FunctionName', 'Name'],
  scope: 'region',
  nameProperty: null,
  name: ({ FunctionName: target, Name: name }) => `${textOf(target)}:${textOf(name)}`,
  identity: ({ name, region, accountId }) => {
    const ref = arn('lambda', { region, accountId }, `function:${name}`);
    return { ref, attributes: { AliasArn: ref } };
  },
  validate: ({ properties, region, world }) => {
    const { name } = existing(properties['FunctionName'], region, world);
    const version = textOf(properties['FunctionVersion']);
    check.demand(
      version === '$LATEST' ||
        world.find('AWS::Lambda::Version', region, `${name}:${version}`) !== null,
      `Function not found: ${name}:${version}`,
    );
  },
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const EVENT_INVOKE_CONFIG: ResourceKind = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: {
    FunctionName: required(text()),
    Qualifier: required(text()),
    MaximumEventAgeInSeconds: optional(whole(60, 21_600)),
    MaximumRetryAttempts: optional(whole(0, 2)),
    DestinationConfig: optional(
      fields({ OnFailure: optional(fields({ Destination: required(text()) })) }),
    ),
  },
  replacedBy: ['FunctionName', 'Qualifier'],
  scope: 'region',
  nameProperty: null,
  name: ({ FunctionName: target, Qualifier: qualifier }) =>
    `${textOf(target)}:${textOf(qualifier)}`,
  identity: ({ name }) => ({ ref: name.replace(':', '|'), attributes: {} }),
  validate: ({ properties, region, world }) => {
    const target = existing(properties['FunctionName'], region, world);
    const qualifier = textOf(properties['Qualifier']);
    check.demand(
      qualifier === '$LATEST' ||
        world.find('AWS::Lambda::Alias', region, `${target.name}:${qualifier}`) !== null,
      `The function ${target.name}:${qualifier} does not exist`,
    );
    const { Destination: destination } = fieldsOf(
      fieldsOf(properties['DestinationConfig'])['OnFailure'],
    );
    if (destination === undefined) return;
    // "The function's execution role does not have permissions to call SendMessage".
    assertRole(world, target.properties['Role'], {
      service: 'lambda.amazonaws.com',
      actions: [actionOn(textOf(destination), region, world)],
    });
  },
};

/** What a function must be allowed to do with its destination, which must exist. */
function actionOn(destination: string, region: string, world: World): string {
  if (destination.split(':')[2] === 'sns') {
    assertTopic(destination, region, world);
    return 'sns:Publish';
  }
  queueOf(destination, world);

  return 'sqs:SendMessage';
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** A queue that a function takes from; a second mapping of the two is refused. */
export const EVENT_SOURCE_MAPPING: ResourceKind = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    EventSourceArn: required(text()),
    FunctionName: required(text()),
    BatchSize: optional(whole(1, 10_000)),
    Enabled: optional(flag),
    FunctionResponseTypes: optional(list(text({ oneOf: ['ReportBatchItemFailures'] }))),
    MaximumBatchingWindowInSeconds: optional(whole(0, 300)),
    ScalingConfig: optional(fields({ MaximumConcurrency: optional(whole(2, 1_000)) })),
    Tags: optional(check.tags),
  },
  replacedBy: [
    'EventSourceArn',
    'StartingPosition',
    'StartingPositionTimestamp',
    'SelfManagedEventSource',
  ],
  scope: 'region',
  nameProperty: null,
  name: ({ EventSourceArn: source, FunctionName: target }) => `${textOf(source)}|${textOf(target)}`,
  identity: ({ uniqueId }) => ({ ref: uniqueId, attributes: { Id: uniqueId } }),
  validate: (attempt) => {
    const { properties, region, world } = attempt;
    const target = existing(properties['FunctionName'], region, world);
    const queue = queueOf(properties['EventSourceArn'], world);
    assertHidden(queue.properties, target.properties);
    assertRole(world, target.properties['Role'], {
      service: 'lambda.amazonaws.com',
      actions: POLLING,
    });
    batchHasWindow(attempt);
  },
};

/** Batches of more than ten messages need a window of at least one second. */
function batchHasWindow({ properties }: Attempt): void {
  const { BatchSize: size = 10, MaximumBatchingWindowInSeconds: window = 0 } = properties;
  check.demand(
    Number(size) <= 10 || Number(window) >= 1,
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  );
}

/** A statement of a function's policy; any change replaces it. */
export const PERMISSION: ResourceKind = {
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: required(text({ pattern: /^lambda:\w+$/ })),
    FunctionName: required(text()),
    Principal: required(text({ min: 1 })),
    SourceArn: optional(text()),
    SourceAccount: optional(text({ pattern: /^\d{12}$/ })),
  },
  replacedBy: [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'Principal',
    'SourceAccount',
    'SourceArn',
  ],
  scope: 'region',
  nameProperty: null,
  name: ({ FunctionName: target }, generated) =>
    `${textOf(target).split(':').at(-1) ?? ''}:${generated}`,
  identity: ({ uniqueId }) => ({ ref: uniqueId, attributes: { Id: uniqueId } }),
  validate: ({ properties, region, world }) => {
    existing(properties['FunctionName'], region, world);
  },
};

function existing(named: Json | undefined, region: string, world: World): PhysicalResource {
  const found = functionOf(world, region, textOf(named));
  check.demand(found !== null, `Function not found: ${textOf(named)}`);

  return found;
}

function queueOf(arnOfQueue: Json | undefined, world: World): PhysicalResource {
  const queue = world.withAttribute('AWS::SQS::Queue', 'Arn', optionalText(arnOfQueue) ?? '');
  check.demand(queue !== null, `The queue ${optionalText(arnOfQueue)} does not exist`);

  return queue;
}

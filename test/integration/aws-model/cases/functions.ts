import type { Fields } from '../../../support/aws/formation/json.ts';
import { ASSETS, FUNCTION, functionOf, QUEUE, resource, role } from '../stack-of.ts';
import { type Case, one, texts } from './case.ts';

const ARN = { 'Fn::GetAtt': ['Queue', 'Arn'] };

/** A function that takes from a queue. */
export function mapping(changes: Fields = {}, ofQueue: Fields = QUEUE): Fields {
  return {
    ...functionOf(),
    Queue: ofQueue,
    Mapping: resource('Lambda::EventSourceMapping', {
      EventSourceArn: ARN,
      FunctionName: { Ref: 'Function' },
      ...changes,
    }),
  };
}

function invoking(changes: Fields): Fields {
  return {
    ...functionOf(),
    Queue: QUEUE,
    Config: resource('Lambda::EventInvokeConfig', {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      ...changes,
    }),
  };
}

function layered(bytes: number, changes: Fields = {}): Fields {
  return {
    Layer: resource('Lambda::LayerVersion', {
      Content: { S3Bucket: ASSETS, S3Key: `${bytes}.zip` },
      CompatibleArchitectures: ['x86_64'],
    }),
    ...functionOf({ Layers: [{ Ref: 'Layer' }], Architectures: ['x86_64'], ...changes }),
  };
}

/** Functions that AWS accepts. */
export const VALID_FUNCTIONS: readonly (readonly [string, Fields])[] = [
  ['a function', functionOf({ Environment: { Variables: { A: 'x'.repeat(4_000) } } })],
  ['a mapping', mapping()],
  ['a layer', layered(1_000)],
  ['an invoke config', invoking({ DestinationConfig: { OnFailure: { Destination: ARN } } })],
];

/** Functions that AWS refuses. */
export const LAMBDA: readonly Case[] = [
  ['a name of 65 characters', functionOf({ FunctionName: 'x'.repeat(65) }), /does not match/],
  [
    '4 KB of environment',
    functionOf({ Environment: { Variables: { A: 'x'.repeat(4_096) } } }),
    /4KB limit/,
  ],
  [
    'a reserved variable',
    functionOf({ Environment: { Variables: { AWS_REGION: 'a' } } }),
    /is reserved/,
  ],
  ['901 seconds', functionOf({ Timeout: 901 }), /from 1 to 900/],
  ['127 MB', functionOf({ MemorySize: 127 }), /from 128 to 10240/],
  ['six layers', functionOf({ Layers: texts(6) }), /has 6 items/],
  [
    'a layer that does not exist',
    functionOf({ Layers: ['arn:nothing'] }),
    /Layer version arn:nothing/,
  ],
  ['a layer for another processor', layered(1_000, { Architectures: ['arm64'] }), /not compatible/],
  ['more than 250 MB', layered(262_144_000), /exceeds the maximum allowed size/],
  [
    'code that was not uploaded',
    functionOf({ Code: { S3Bucket: ASSETS, S3Key: 'other.zip' } }),
    /NoSuchKey/,
  ],
  [
    'a role that does not exist',
    { Function: resource('Lambda::Function', { ...FUNCTION, Role: 'arn:nothing' }) },
    /role arn:nothing does not exist/,
  ],
  [
    'a role that Lambda cannot assume',
    { ...functionOf(), Role: role('scheduler') },
    /cannot be assumed by lambda/,
  ],
  [
    'a network without permission',
    functionOf({ VpcConfig: { SubnetIds: ['subnet-0a'], SecurityGroupIds: ['sg-0a'] } }),
    /ec2:CreateNetworkInterface/,
  ],
  [
    'a log group that does not exist',
    functionOf({ LoggingConfig: { LogGroup: '/aws/lambda/nothing' } }),
    /log group .* does not exist/,
  ],
  [
    'a reservation that leaves less than 100',
    functionOf({ ReservedConcurrentExecutions: 901 }),
    /below its minimum value of \[100\]: 99/,
  ],
  [
    'an alias of no version',
    {
      ...functionOf(),
      Alias: resource('Lambda::Alias', {
        FunctionName: { Ref: 'Function' },
        FunctionVersion: '7',
        Name: 'live',
      }),
    },
    /recorder:7/,
  ],
  [
    'a second version of the same code',
    {
      ...functionOf(),
      V1: resource('Lambda::Version', { FunctionName: { Ref: 'Function' } }),
      V2: resource('Lambda::Version', { FunctionName: { Ref: 'Function' } }),
    },
    /A version for this Lambda function exists/,
  ],
  [
    'a queue with less time than the function',
    mapping({}, resource('SQS::Queue', { QueueName: 'records' })),
    /visibility timeout: 30 seconds is less than Function timeout: 60/,
  ],
  [
    'a mapping without permission',
    { ...mapping(), Role: role('lambda') },
    /no permission for sqs:ReceiveMessage/,
  ],
  ['a large batch without a window', mapping({ BatchSize: 100 }), /batch window/],
  ['one batch at a time', mapping({ ScalingConfig: { MaximumConcurrency: 1 } }), /from 2 to 1000/],
  [
    'a second mapping',
    {
      ...mapping(),
      Again: resource('Lambda::EventSourceMapping', {
        EventSourceArn: ARN,
        FunctionName: { Ref: 'Function' },
      }),
    },
    /already exists/,
  ],
  [
    'a destination without permission',
    {
      ...invoking({ DestinationConfig: { OnFailure: { Destination: ARN } } }),
      Role: role('lambda'),
    },
    /no permission for sqs:SendMessage/,
  ],
  ['an alias that does not exist', invoking({ Qualifier: 'live' }), /recorder:live does not exist/],
  [
    'an event age of seven hours',
    invoking({ MaximumEventAgeInSeconds: 25_200 }),
    /from 60 to 21600/,
  ],
  [
    'a permission on no function',
    one('Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: 'nothing',
      Principal: 'sns.amazonaws.com',
    }),
    /Function not found/,
  ],
  [
    'a variable that begins with a digit',
    functionOf({ Environment: { Variables: { '1A': 'a' } } }),
    /no valid name/,
  ],
  ['no code', functionOf({ Code: {} }), /neither S3Bucket and S3Key nor ZipFile/],
  [
    'a queue that does not exist',
    mapping({ EventSourceArn: 'arn:nothing' }),
    /queue arn:nothing does not exist/,
  ],
  [
    'a topic that does not exist',
    invoking({
      DestinationConfig: {
        OnFailure: { Destination: 'arn:aws:sns:eu-west-1:123456789012:nothing' },
      },
    }),
    /Topic does not exist/,
  ],
];

import type { Fields } from '../../../support/aws/formation/json.ts';
import { allowing, REGION, resource } from '../stack-of.ts';
import { type Case, one, texts } from './case.ts';

const TABLE: Fields = {
  TableName: 'runs',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};

function topic(changes: Fields): Fields {
  return {
    Topic: resource('SNS::Topic', { TopicName: 'alarms' }),
    Subscription: resource('SNS::Subscription', {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'email',
      Endpoint: 'ops@shop.example',
      ...changes,
    }),
  };
}

/** Tables and topics that AWS accepts. */
export const VALID_OTHERS: readonly (readonly [string, Fields])[] = [
  ['a table', one('DynamoDB::Table', TABLE)],
  ['a topic', topic({})],
];

/** Other resources that AWS refuses. */
export const OTHERS: readonly Case[] = [
  ['a queue with an invalid name', one('SQS::Queue', { QueueName: 'a.b' }), /does not match/],
  [
    'messages for 15 days',
    one('SQS::Queue', { MessageRetentionPeriod: 1_296_000 }),
    /from 60 to 1209600/,
  ],
  [
    'dead letters to nowhere',
    one('SQS::Queue', {
      RedrivePolicy: { deadLetterTargetArn: 'arn:nothing', maxReceiveCount: 3 },
    }),
    /dead letter target is invalid/,
  ],
  [
    'a policy of no queue',
    one('SQS::QueuePolicy', { Queues: ['https://nothing'], PolicyDocument: allowing('a:b') }),
    /does not exist/,
  ],
  ['a bucket in capitals', one('S3::Bucket', { BucketName: 'Evidence' }), /does not match/],
  [
    'a bucket of 64 characters',
    one('S3::Bucket', { BucketName: 'x'.repeat(64) }),
    /does not match/,
  ],
  [
    'two lifecycle rules of an id',
    one('S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          { Id: 'a', Status: 'Enabled' },
          { Id: 'a', Status: 'Enabled' },
        ],
      },
    }),
    /Rule ID must be unique/,
  ],
  [
    'objects that expire after 0 days',
    one('S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 0 }] },
    }),
    /from 1 to/,
  ],
  [
    'two policies of a bucket',
    {
      Bucket: resource('S3::Bucket', { BucketName: 'evidence' }),
      A: resource('S3::BucketPolicy', {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: allowing('a:b'),
      }),
      B: resource('S3::BucketPolicy', {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: allowing('a:c'),
      }),
    },
    /already exists/,
  ],
  [
    'a table with an unused attribute',
    one('DynamoDB::Table', {
      ...TABLE,
      AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
    }),
    /does not exactly match/,
  ],
  [
    'a log kept for 31 days',
    one('Logs::LogGroup', { LogGroupName: 'a', RetentionInDays: 31 }),
    /is not one of/,
  ],
  [
    'a parameter of more than 4 KB',
    one('SSM::Parameter', { Name: 'a', Type: 'String', Value: 'x'.repeat(4_097) }),
    /4097 bytes/,
  ],
  [
    'an advanced parameter of more than 8 KB',
    one('SSM::Parameter', {
      Name: 'a',
      Type: 'String',
      Tier: 'Intelligent-Tiering',
      Value: 'x'.repeat(8_193),
    }),
    /8193 bytes/,
  ],
  [
    'a parameter of AWS',
    one('SSM::Parameter', { Name: '/aws/a', Type: 'String', Value: 'x' }),
    /does not match/,
  ],
  ['a subscription of no topic', topic({ TopicArn: 'arn:nothing' }), /Topic does not exist/],
  ['an address without @', topic({ Endpoint: 'ops' }), /Email address ops/],
  [
    'a subscription of a function that does not exist',
    topic({
      Protocol: 'lambda',
      Endpoint: `arn:aws:lambda:${REGION}:123456789012:function:nothing`,
    }),
    /Function not found/,
  ],
  [
    'a topic with a key that does not exist',
    one('SNS::Topic', { KmsMasterKeyId: 'arn:nothing' }),
    /key arn:nothing does not exist/,
  ],
  [
    'a rule of a function that does not exist',
    one('Events::Rule', {
      EventPattern: { source: ['a'] },
      Targets: [{ Id: 'a', Arn: `arn:aws:lambda:${REGION}:123456789012:function:nothing` }],
    }),
    /Function not found/,
  ],
  [
    'six targets of a rule',
    one('Events::Rule', {
      EventPattern: { source: ['a'] },
      Targets: texts(6).map((name) => ({ Id: name, Arn: name })),
    }),
    /has 6 items/,
  ],
  [
    '51 tags',
    one('SQS::Queue', { Tags: texts(51).map((name) => ({ Key: name, Value: name })) }),
    /has 51 items/,
  ],
  ['a tag of AWS', one('SQS::Queue', { Tags: [{ Key: 'aws:a', Value: 'a' }] }), /does not match/],
  [
    'a tag twice',
    one('SQS::Queue', {
      Tags: [
        { Key: 'a', Value: 'a' },
        { Key: 'a', Value: 'b' },
      ],
    }),
    /a key twice/,
  ],
  [
    'a bucket policy of no bucket',
    one('S3::BucketPolicy', { Bucket: 'nothing', PolicyDocument: allowing('a:b') }),
    /bucket nothing does not exist/,
  ],
  [
    'a bucket policy of more than 20 KB',
    {
      Bucket: resource('S3::Bucket', { BucketName: 'evidence' }),
      A: resource('S3::BucketPolicy', {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: allowing('x'.repeat(20_480)),
      }),
    },
    /at most 20480/,
  ],
  [
    'a topic policy with two statements of an id',
    {
      Topic: resource('SNS::Topic'),
      Policy: resource('SNS::TopicPolicy', {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: texts(2).map(() => ({
            Sid: 'a',
            Effect: 'Allow',
            Action: 'a:b',
            Resource: '*',
          })),
        },
      }),
    },
    /statement ids/,
  ],
  [
    'a rule with a pattern of more than 4,096 characters',
    one('Events::Rule', { EventPattern: { source: ['x'.repeat(4_096)] }, Targets: [] }),
    /at most 4096/,
  ],
  [
    'a rule with a pattern that is no object',
    one('Events::Rule', { EventPattern: 'a', Targets: [] }),
    /no pattern/,
  ],
];

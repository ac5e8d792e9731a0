import { Match, Template } from 'aws-cdk-lib/assertions';
import { apiPlan, onlyRegion, stacksOf, workshop } from '../support/deployment-of.ts';

const HOOK = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat/hook-AbCdEf';

const shop = workshop();
const deployment = shop.deployment([apiPlan({ regions: ['eu-west-1', 'us-east-1'] })], {
  notify: { emails: ['ops@shop.example'], webhooks: [{ kind: 'slack', secret: HOOK }] },
  tags: { team: 'checkout' },
});
const template = Template.fromStack(stacksOf(deployment).home);

afterAll(() => shop.remove());

describe('HomeStack', () => {
  it('HomeStack keeps the table once it was created, encrypted and restorable, and lets old items expire', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'waywiser-prod',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        // With it, the creation of the stack could not be rolled back.
        DeletionProtectionEnabled: Match.absent(),
      },
    });
  });

  it('HomeStack deletes the table with the stage when data need not be kept', () => {
    const passing = stacksOf({ ...deployment, keepData: false });

    Template.fromStack(passing.home).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: Match.absent() },
    });
  });

  it('RegionStack empties the bucket before it is deleted when data need not be kept', () => {
    const one = shop.deployment([apiPlan({ regions: ['eu-west-1'] })]);
    const passing = onlyRegion(stacksOf({ ...one, keepData: false }));

    const kept = Template.fromStack(onlyRegion(stacksOf(one)));
    expect(kept.findResources('Custom::S3AutoDeleteObjects')).toEqual({});
    Template.fromStack(passing).resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  it('HomeStack encrypts the topic with a key that alarms of this account may use', () => {
    const account = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
    const alarms = { Service: 'cloudwatch.amazonaws.com' };

    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: 'waywiser-prod-alarms',
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AlarmsKey'), 'Arn'] },
    });
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Principal: alarms,
            Condition: account,
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          Match.objectLike({
            Action: 'sns:Publish',
            Effect: 'Allow',
            Principal: alarms,
            Condition: account,
          }),
        ]),
      },
    });
  });

  it('HomeStack lets alarms of the stage invoke the notifier, and nothing else', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@shop.example',
    });
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    const permissions = template.findResources('AWS::Lambda::Permission');
    expect(Object.values(permissions).map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^NotifierFunction/), 'Arn'] },
        Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
        SourceAccount: '123456789012',
        SourceArn: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':cloudwatch:eu-west-1:123456789012:alarm:waywiser-prod-*',
            ],
          ],
        },
      },
    ]);
    template.resourceCountIs('AWS::Lambda::Url', 0);
  });

  it('HomeStack mails the event of a notification that failed, and repeats none', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^NotifierFunction') },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: {
        OnFailure: { Destination: { Ref: Match.stringLikeRegexp('^AlarmsTopic') } },
      },
    });
  });

  it('HomeStack has a notifier when there are no webhooks too', () => {
    const { home } = stacksOf(shop.deployment([apiPlan()]));
    const functions = Template.fromStack(home).findResources('AWS::Lambda::Function');

    expect(Object.keys(functions)).toEqual([
      expect.stringMatching(/^NotifierFunction/),
      expect.stringMatching(/^JobsFunction/),
      expect.stringMatching(/^TrendsFunction/),
    ]);
  });

  it('HomeStack runs the jobs each hour with retries and a dead-letter queue', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'waywiser-prod-jobs',
      GroupName: 'waywiser-prod-jobs',
      ScheduleExpression: 'cron(7 * * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^JobsFunction'), 'Arn'] },
        Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 3_000, MaximumRetryAttempts: 10 },
        DeadLetterConfig: {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^JobsUndelivered'), 'Arn'] },
        },
      },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-jobs',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1_024,
      Timeout: 900,
    });
  });

  it('HomeStack analyses trends each night, on one full vCPU', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'waywiser-prod-trends',
      GroupName: 'waywiser-prod-trends',
      ScheduleExpression: 'cron(40 0 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrendsFunction'), 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 10 },
        DeadLetterConfig: {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrendsUndelivered'), 'Arn'] },
        },
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'waywiser-prod-trends-undelivered',
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-trends',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1_769,
      Timeout: 900,
    });
  });

  it('HomeStack names the policies for people', () => {
    const names = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).map(
      ({ Properties: properties }) => properties.ManagedPolicyName,
    );

    expect(names).toEqual([
      'waywiser-prod-reader',
      'waywiser-prod-annotator',
      'waywiser-prod-invoker',
    ]);
  });

  it('HomeStack carries the tags of the configuration and of the stage', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      Tags: [
        { Key: 'team', Value: 'checkout' },
        { Key: 'waywiser:stage', Value: 'prod' },
      ],
    });
  });
});

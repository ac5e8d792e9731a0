import { Match, Template } from 'aws-cdk-lib/assertions';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import {
  apiPlan,
  nestedTemplates,
  onlyRegion,
  stacksOf,
  workshop,
} from '../support/deployment-of.ts';

const shop = workshop();
const region = onlyRegion(
  stacksOf(
    shop.deployment([
      apiPlan({ timeoutMs: 30_000, schedule: { kind: 'rate', everyMinutes: 1 } }),
      apiPlan({ name: 'order', timeoutMs: 40_000, retries: 1 }),
      planOf({ regions: ['eu-west-1'], timeoutMs: 60_000, retries: 1 }),
    ]),
  ),
);
const template = Template.fromStack(region);

afterAll(() => shop.remove());

describe('RegionStack', () => {
  it.each([
    [{}, undefined],
    [{ 'eu-west-1': { concurrentRuns: 10 } }, undefined],
    [{ 'eu-west-1': { concurrentRuns: 1_000 } }, 2],
  ])(
    'RegionStack with the limits %j reserves %s executions for the recorder',
    (limits, reserved) => {
      const stack = onlyRegion(stacksOf(shop.deployment([apiPlan()], { limits })));

      const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: 'waywiser-prod-recorder' },
      });

      expect(
        Object.values(functions).map(({ Properties }) => Properties.ReservedConcurrentExecutions),
      ).toEqual([reserved]);
    },
  );

  it('RegionStack configures the queue with 14 days, encryption and a visibility of six time-outs', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'waywiser-prod-records',
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 365,
      RedrivePolicy: Match.absent(),
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'waywiser-prod-unreadable',
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    template.resourceCountIs('AWS::SQS::Queue', 2);
  });

  it('RegionStack denies queue and bucket access without TLS', () => {
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    const denied = Match.objectLike({ Effect: 'Deny', Condition: insecure });
    const document = { PolicyDocument: { Statement: Match.arrayWith([denied]) } };

    template.allResourcesProperties('AWS::SQS::QueuePolicy', document);
    template.allResourcesProperties('AWS::S3::BucketPolicy', document);
    template.resourceCountIs('AWS::SQS::QueuePolicy', 2);
    template.resourceCountIs('AWS::S3::BucketPolicy', 1);
  });

  it('RegionStack reads batches of 100 and retries failed messages one by one', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-recorder',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 60,
      Environment: {
        Variables: {
          WAYWISER_STAGE: 'prod',
          WAYWISER_TABLE: 'waywiser-prod',
          WAYWISER_HOME_REGION: 'eu-west-1',
          WAYWISER_RETENTION_DAYS: '35',
          WAYWISER_UNREADABLE_QUEUE_URL: Match.anyValue(),
        },
      },
    });
  });

  it('RegionStack blocks all public access to evidence, encrypts it, and lets it expire', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: 'waywiser-prod-evidence-123456789012-eu-west-1',
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        LifecycleConfiguration: {
          Rules: [
            {
              Id: 'expire-evidence',
              Status: 'Enabled',
              ExpirationInDays: 30,
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
          ],
        },
      },
    });
  });

  it('RegionStack runs API journeys on arm64 and browsers on x86_64, as long as the longest', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-api-runner',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['arm64'],
      MemorySize: 1_024,
      // Two attempts of 40 s and one after a stall, each with 3 s around it, and 3 s for the rest.
      Timeout: 132,
      Layers: Match.absent(),
      Environment: {
        Variables: {
          WAYWISER_STAGE: 'prod',
          WAYWISER_QUEUE_URL: { Ref: Match.stringLikeRegexp('^QueueRecords') },
          WAYWISER_EVIDENCE_BUCKET: { Ref: Match.stringLikeRegexp('^EvidenceBucket') },
          WAYWISER_EVIDENCE_PREFIX: 'evidence/api-runner',
          AWS_LAMBDA_EXEC_WRAPPER: '/var/task/guard-wrapper.sh',
        },
      },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-browser-runner',
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      MemorySize: 2_048,
      // Four attempts, two of them after a stall and a crash, and the evidence run: each of 60 s, with 20 s
      // for its cause and 20 s around it. 10 s for the rest.
      Timeout: 510,
      Layers: [{ Ref: Match.stringLikeRegexp('^Chromium') }],
      EphemeralStorage: { Size: 512 },
      Environment: {
        Variables: Match.objectLike({ WAYWISER_CHROMIUM: '/opt/chromium/chromium' }),
      },
    });
  });

  it('RegionStack disables retries of runs and sends failed events to the queue', () => {
    const queue = { 'Fn::GetAtt': [Match.stringLikeRegexp('^QueueRecords'), 'Arn'] };

    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2);
    template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      Qualifier: 'live',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queue } },
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^ApiRunner') },
      // The longest interval of its journeys.
      MaximumEventAgeInSeconds: 300,
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^BrowserRunner') },
      MaximumEventAgeInSeconds: 300,
    });
  });

  it('RegionStack gives each runner a version and the alias `live`', () => {
    template.resourceCountIs('AWS::Lambda::Version', 2);
    template.resourceCountIs('AWS::Lambda::Alias', 2);
    template.allResourcesProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [Match.anyValue(), 'Version'] },
    });
  });

  it('RegionStack keeps every log 30 days, and no function has a URL', () => {
    const names = Object.values(template.findResources('AWS::Logs::LogGroup')).map(
      ({ Properties: properties }) => properties.LogGroupName,
    );

    expect(new Set(names)).toEqual(
      new Set([
        '/aws/lambda/waywiser-prod-api-runner',
        '/aws/lambda/waywiser-prod-browser-runner',
        '/aws/lambda/waywiser-prod-recorder',
      ]),
    );
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.resourceCountIs('AWS::Lambda::Url', 0);
    template.resourceCountIs('AWS::Lambda::Permission', 0);
  });

  it('RegionStack deploys a new version when a journey changes, and none when nothing does', () => {
    const [before, same, after] = ['aa11', 'aa11', 'bb22'].map((version) =>
      versionsOf(apiPlan({ version })),
    );

    expect(same).toEqual(before);
    expect(after).not.toEqual(before);
  });

  it('RegionStack carries the browser in the code, and room to unpack it, when compressed', () => {
    const compressed = onlyRegion(
      stacksOf(shop.deployment([planOf({ regions: ['eu-west-1'] })], { chromium: 'compressed' })),
    );

    Template.fromStack(compressed).resourceCountIs('AWS::Lambda::LayerVersion', 0);
    Template.fromStack(compressed).hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-browser-runner',
      Layers: Match.absent(),
      EphemeralStorage: { Size: 1_024 },
      Environment: { Variables: Match.not(Match.objectLike({ WAYWISER_CHROMIUM: '' })) },
    });
  });

  it('RegionStack gives an isolated journey a function with its own size, place and tags', () => {
    const isolated = apiPlan({
      name: 'alone',
      tags: { team: 'checkout' },
      deploy: {
        isolated: true,
        memoryMb: 512,
        architecture: 'x86_64',
        vpc: {
          'eu-west-1': { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] },
        },
      },
    });
    const stack = onlyRegion(stacksOf(shop.deployment([isolated])));

    const parts = nestedTemplates(stack);
    const part = [...parts].find(([id]) => id.startsWith('Isolated'))?.[1];

    part?.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waywiser-prod-alone',
      Architectures: ['x86_64'],
      MemorySize: 512,
      VpcConfig: { SubnetIds: ['subnet-0a1b2c3d'], SecurityGroupIds: ['sg-0a1b2c3d'] },
      Tags: [
        { Key: 'team', Value: 'checkout' },
        { Key: 'waywiser:stage', Value: 'prod' },
      ],
    });
    expect(part?.findResources('AWS::Lambda::EventInvokeConfig')).not.toEqual({});
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Alias', 0);
  });
});

function versionsOf(plan: ReturnType<typeof apiPlan>): readonly string[] {
  const stack = onlyRegion(stacksOf(shop.deployment([plan])));

  return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
}

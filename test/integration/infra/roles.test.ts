import { Template } from 'aws-cdk-lib/assertions';
import { planOf } from '../../core/alarms/journey-plan.ts';
import {
  apiPlan,
  nestedTemplates,
  onlyRegion,
  stacksOf,
  workshop,
} from './support/deployment-of.ts';
import { spelledOut } from './support/spelled-out.ts';

const USER = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user-AbCdEf';
const KEY = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key';
const UNUSED = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/unused-AbCdEf';
const EVIDENCE = 'arn:{AWS::Partition}:s3:::waywiser-prod-evidence-123456789012-eu-west-1/evidence';
const SENDERS = 'arn:{AWS::Partition}:ssm:eu-west-1:123456789012:parameter/waywiser/prod/senders';
const SCHEDULES =
  'for scheduler.amazonaws.com if aws:SourceAccount StringEquals 123456789012 and aws:SourceArn ArnEquals arn:{AWS::Partition}:scheduler:eu-west-1:123456789012:schedule-group/waywiser-prod';
const NETWORK =
  'ec2:AssignPrivateIpAddresses, ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface, ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets, ec2:UnassignPrivateIpAddresses';

/** What a runner may decrypt: only through a service, which checks what it may read. */
function decrypting(service: string, context: string): string {
  const place = 'eu-west-1:123456789012';

  return (
    `Allow kms:Decrypt on arn:aws:kms:${place}:key/* ` +
    `if kms:ViaService StringEquals ${service}.eu-west-1.amazonaws.com ` +
    `and kms:EncryptionContext:${context} StringLike arn:aws:${service}:${place}:*`
  );
}

const shop = workshop();
const stacks = stacksOf(
  shop.deployment(
    [
      apiPlan({ secrets: ['shop/user'] }),
      planOf({ regions: ['eu-west-1'] }),
      apiPlan({
        name: 'alone',
        secrets: ['shop/key'],
        deploy: {
          isolated: true,
          memoryMb: null,
          architecture: null,
          vpc: {
            'eu-west-1': {
              subnetIds: ['subnet-0a1b2c3d'],
              securityGroupIds: ['sg-0a1b2c3d'],
            },
          },
        },
      }),
    ],
    {
      notify: { emails: [], webhooks: [{ kind: 'slack', secret: USER }] },
      secrets: { 'shop/user': USER, 'shop/key': KEY, 'shop/unused': UNUSED },
    },
  ),
);
const region = onlyRegion(stacks);

afterAll(() => shop.remove());

describe('roles', () => {
  it('HomeStack lets its functions and people do this, and nothing else', () => {
    expect(spelledOut(Template.fromStack(stacks.home))).toEqual({
      NotifierRole: [
        'for lambda.amazonaws.com',
        'Allow logs:CreateLogStream, logs:PutLogEvents on {NotifierLog.Arn}',
        'Allow sns:Publish on {AlarmsTopic}',
        'Allow kms:Decrypt, kms:GenerateDataKey on {AlarmsKey.Arn}',
        `Allow secretsmanager:GetSecretValue on ${USER}, ${USER}-??????`,
        decrypting('secretsmanager', 'SecretARN'),
      ],
      JobsRole: [
        'for lambda.amazonaws.com',
        'Allow logs:CreateLogStream, logs:PutLogEvents on {JobsLog.Arn}',
        'Allow dynamodb:BatchWriteItem, dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query, dynamodb:UpdateItem on {RunsTable.Arn}',
        'Allow cloudwatch:PutMetricData on * if cloudwatch:namespace StringEquals Waywiser/prod',
      ],
      JobsScheduler: [
        `${SCHEDULES}-jobs`,
        'Allow lambda:InvokeFunction on {JobsFunction.Arn}',
        'Allow sqs:SendMessage on {JobsUndelivered.Arn}',
      ],
      TrendsRole: [
        'for lambda.amazonaws.com',
        'Allow logs:CreateLogStream, logs:PutLogEvents on {TrendsLog.Arn}',
        'Allow dynamodb:Query on {RunsTable.Arn}',
        'Allow dynamodb:PutItem on {RunsTable.Arn} if dynamodb:LeadingKeys ForAllValues:StringLike TREND#* and dynamodb:LeadingKeys Null false',
        'Allow cloudwatch:PutMetricData on * if cloudwatch:namespace StringEquals Waywiser/prod',
        'Allow events:PutEvents on arn:{AWS::Partition}:events:eu-west-1:123456789012:event-bus/default',
      ],
      TrendsScheduler: [
        `${SCHEDULES}-trends`,
        'Allow lambda:InvokeFunction on {TrendsFunction.Arn}',
        'Allow sqs:SendMessage on {TrendsUndelivered.Arn}',
      ],
      AccessReader: [
        'Allow dynamodb:DescribeTable, dynamodb:GetItem, dynamodb:Query on {RunsTable.Arn}',
        `Allow s3:GetObject on ${EVIDENCE}/*`,
        'Allow cloudwatch:DescribeAlarms, cloudwatch:GetMetricData, cloudwatch:ListMetrics on *',
      ],
      AccessAnnotator: [
        'Allow dynamodb:PutItem on {RunsTable.Arn} if dynamodb:LeadingKeys ForAllValues:StringLike NOTE#* and dynamodb:LeadingKeys Null false',
      ],
      AccessInvoker: [
        `Allow lambda:InvokeFunction on ${['api-runner', 'browser-runner', 'alone'].map(aliasOf).join(', ')}`,
      ],
    });
  });

  it('RegionStack lets its functions do this, and nothing else', () => {
    expect(spelledOut(Template.fromStack(region))).toEqual({
      RecorderRole: [
        'for lambda.amazonaws.com',
        'Allow logs:CreateLogStream, logs:PutLogEvents on {RecorderLog.Arn}',
        'Allow sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage on {QueueRecords.Arn}',
        'Allow sqs:SendMessage on {QueueUnreadable.Arn}',
        'Allow dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem on arn:{AWS::Partition}:dynamodb:eu-west-1:123456789012:table/waywiser-prod',
        'Allow cloudwatch:PutMetricData on * if cloudwatch:namespace StringEquals Waywiser/prod',
        `Allow ssm:GetParameters on ${SENDERS}/shared, ${SENDERS}/isolated-0`,
      ],
      ApiRunnerRole: [
        'for lambda.amazonaws.com',
        'Allow logs:CreateLogStream, logs:PutLogEvents on {ApiRunnerLog.Arn}',
        'Allow sqs:SendMessage on {QueueRecords.Arn}',
        `Allow s3:PutObject on ${EVIDENCE}/api-runner/*`,
        `Allow secretsmanager:GetSecretValue on ${USER}, ${USER}-??????`,
        decrypting('secretsmanager', 'SecretARN'),
      ],
      ApiRunnerSchedules: [
        SCHEDULES,
        'Allow lambda:InvokeFunction on {ApiRunnerFunctionAliaslive}',
        'Allow sqs:SendMessage on {QueueRecords.Arn}',
      ],
      BrowserRunnerRole: [
        'for lambda.amazonaws.com',
        'Allow logs:CreateLogStream, logs:PutLogEvents on {BrowserRunnerLog.Arn}',
        'Allow sqs:SendMessage on {QueueRecords.Arn}',
        `Allow s3:PutObject on ${EVIDENCE}/browser-runner/*`,
      ],
      BrowserRunnerSchedules: [
        SCHEDULES,
        'Allow lambda:InvokeFunction on {BrowserRunnerFunctionAliaslive}',
        'Allow sqs:SendMessage on {QueueRecords.Arn}',
      ],
    });
  });

  it('Runner of an isolated journey reads only its own secret, and its code no network', () => {
    const part = [...nestedTemplates(region)].find(([id]) => id.startsWith('Isolated'))?.[1];
    if (part === undefined) throw new TypeError('expected an isolated part');

    const { OfaloneRunnerRole: role, OfaloneSchedules: schedules } = spelledOut(part);

    expect(role?.map(withoutHash)).toEqual([
      'for lambda.amazonaws.com',
      'Allow logs:CreateLogStream, logs:PutLogEvents on {OfaloneRunnerLog.Arn}',
      'Allow sqs:SendMessage on {QueueRecords}',
      `Allow s3:PutObject on ${EVIDENCE}/alone/*`,
      `Allow ssm:GetParameter on ${KEY}`,
      decrypting('ssm', 'PARAMETER_ARN'),
      `Allow ${NETWORK} on *`,
      `Deny ${NETWORK} on * if lambda:SourceFunctionArn ArnEquals arn:{AWS::Partition}:lambda:eu-west-1:123456789012:function:waywiser-prod-alone`,
    ]);
    expect(schedules?.map(withoutHash)).toEqual([
      SCHEDULES,
      'Allow lambda:InvokeFunction on {OfaloneRunnerFunctionAliaslive}',
      'Allow sqs:SendMessage on {QueueRecords}',
    ]);
  });
});

function aliasOf(name: string): string {
  return `arn:{AWS::Partition}:lambda:*:123456789012:function:waywiser-prod-${name}:live`;
}

/** A parameter by which a part gets the ARN of the region's resource, as that resource. */
function withoutHash(line: string): string {
  return line.replace(/\{referencetowaywiserprodeuwest1(\w+)[0-9A-F]{8}Arn\}/, '{$1}');
}

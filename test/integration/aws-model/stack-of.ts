import { AwsAccount, type AccountOptions } from '../../support/aws/formation/account.ts';
import { bootstrap } from '../../support/aws/formation/assembly.ts';
import {
  deployStack,
  type DeployRequest,
  type StackResult,
} from '../../support/aws/formation/deploy-stack.ts';
import type { Fields, Json } from '../../support/aws/formation/json.ts';
import type { PhysicalResource } from '../../support/aws/formation/world.ts';

/** Noon of the day on which the models of these tests begin. */
export const NOON_MS = Date.UTC(2026, 11, 1, 12);
export const REGION = 'eu-west-1';
export const ASSETS = `cdk-hnb659fds-assets-123456789012-${REGION}`;

/** An account with one bootstrapped region and the code `code.zip`. */
export function newAccount(options: Partial<AccountOptions> = {}): AwsAccount {
  const account = new AwsAccount({ nowMs: NOON_MS, ...options });
  bootstrap(account, REGION);
  account.upload(ASSETS, 'code.zip', { unzippedBytes: 1_000, template: null });

  return account;
}

/** Deploys resources as the stack `shop`. */
export function deploy(
  account: AwsAccount,
  resources: Fields,
  { sections = {}, ...request }: Partial<DeployRequest> & { readonly sections?: Fields } = {},
): StackResult {
  const template = JSON.stringify({ ...sections, Resources: resources });

  return deployStack(account, { name: 'shop', region: REGION, template, ...request });
}

/** A resource of a template. */
export function resource(type: string, properties: Fields = {}, others: Fields = {}): Fields {
  return { Type: `AWS::${type}`, Properties: properties, ...others };
}

function trust(service: string): Fields {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };

  return { Version: '2012-10-17', Statement: [statement] };
}

/** A policy's document that allows actions on everything. */
export function allowing(...actions: readonly string[]): Fields {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };

  return { Version: '2012-10-17', Statement: [statement] };
}

/** A role for a service, with one inline policy. */
export function role(service: string, ...actions: readonly string[]): Fields {
  return resource('IAM::Role', {
    AssumeRolePolicyDocument: trust(`${service}.amazonaws.com`),
    Policies: [{ PolicyName: 'own', PolicyDocument: allowing(...actions, 'logs:PutLogEvents') }],
  });
}

export const QUEUE = resource('SQS::Queue', { QueueName: 'records', VisibilityTimeout: 60 });
export const LAMBDA_ROLE = role(
  'lambda',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:SendMessage',
);
export const FUNCTION: Fields = {
  FunctionName: 'recorder',
  Code: { S3Bucket: ASSETS, S3Key: 'code.zip' },
  Handler: 'index.handler',
  Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  Runtime: 'nodejs24.x',
  Timeout: 60,
};

/** A function with its role. */
export function functionOf(changes: Fields = {}): Fields {
  return { Role: LAMBDA_ROLE, Function: resource('Lambda::Function', { ...FUNCTION, ...changes }) };
}

export const SCHEDULE: Fields = {
  Name: 'health',
  GroupName: { Ref: 'Group' },
  ScheduleExpression: 'rate(7 minutes)',
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: { 'Fn::GetAtt': ['Function', 'Arn'] },
    RoleArn: { 'Fn::GetAtt': ['Scheduler', 'Arn'] },
  },
};

/** A schedule with its group, role and function. */
export function scheduleOf(changes: Fields = {}): Fields {
  return {
    ...functionOf(),
    Group: resource('Scheduler::ScheduleGroup', { Name: 'shop' }),
    Scheduler: role('scheduler', 'lambda:InvokeFunction'),
    Schedule: resource('Scheduler::Schedule', { ...SCHEDULE, ...changes }),
  };
}

export const ALARM: Fields = {
  AlarmName: 'health-down',
  ComparisonOperator: 'LessThanThreshold',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 1,
  Namespace: 'Waywiser/prod',
  MetricName: 'Success',
  Period: 300,
  Statistic: 'Average',
};

/** An alarm. */
export function alarmOf(changes: Fields = {}): Fields {
  return { Alarm: resource('CloudWatch::Alarm', { ...ALARM, ...changes }) };
}

/** The place of the stack `shop`. */
export const SHOP = { name: 'shop', region: REGION };

/** A queue with a name. */
export function queue(name: string, others: Fields = {}): Fields {
  return resource('SQS::Queue', { QueueName: name }, others);
}

/** The table `runs`, with a deletion policy. */
export function table(policy: string, isProtected = false, name: Json = 'runs'): Fields {
  return resource(
    'DynamoDB::Table',
    {
      TableName: name,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      DeletionProtectionEnabled: isProtected,
    },
    { DeletionPolicy: policy },
  );
}

/** Names of resources, without those that `cdk bootstrap` made. */
export function namesOf(resources: readonly PhysicalResource[]): readonly string[] {
  return resources.map(({ name }) => name).filter((name) => !name.includes('cdk-'));
}

/** Status of the stack `shop`. */
export function statusOf(account: AwsAccount): string | undefined {
  return account.stack(SHOP)?.status;
}

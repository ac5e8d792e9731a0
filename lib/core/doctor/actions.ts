/**
 * Every permission that the doctor uses, by IAM's names. All of them read settings; none reads a secret, a record or
 * an object. The policy in docs/deploy.md grants these.
 */
export const DOCTOR_ACTIONS = [
  'cloudformation:DescribeStacks',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'dynamodb:DescribeContinuousBackups',
  'dynamodb:DescribeTable',
  'dynamodb:DescribeTimeToLive',
  'dynamodb:Query',
  'iam:GetRolePolicy',
  'iam:ListRolePolicies',
  'iam:SimulatePrincipalPolicy',
  'lambda:GetAccountSettings',
  'lambda:GetFunctionConfiguration',
  'lambda:ListEventSourceMappings',
  's3:ListBucket',
  'scheduler:GetSchedule',
  'scheduler:ListSchedules',
  'secretsmanager:DescribeSecret',
  'sns:ListSubscriptionsByTopic',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'ssm:DescribeParameters',
  'ssm:GetParameter',
  'sts:GetCallerIdentity',
] as const;

/** One of {@link DOCTOR_ACTIONS}. */
export type DoctorAction = (typeof DOCTOR_ACTIONS)[number];

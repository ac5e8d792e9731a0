import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from '../platform-function.ts';

/** What Lambda does on behalf of a function in a network of the author's. */
const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/** Why a role in a network allows actions on everything. */
export const NETWORK_REASON =
  'Lambda needs these actions of EC2 on all resources; the code of the function is denied them.';

/**
 * To be placed in a network: Lambda may, the code that runs in the function may not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function joinNetwork(functionArn: string): readonly PolicyStatement[] {
  return [
    allow('JoinNetwork', { actions: NETWORK_ACTIONS, resources: ['*'] }),
    new PolicyStatement({
      sid: 'ButNotByCode',
      effect: Effect.DENY,
      actions: [...NETWORK_ACTIONS],
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    }),
  ];
}

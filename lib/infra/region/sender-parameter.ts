import { Stack } from 'aws-cdk-lib';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { SenderPair } from '../../core/deploy/sender-parameters.ts';
import type { Runner } from './runner.ts';

/**
 * A parameter with the roles that may send records of these runners, for the recorder. It holds role
 * ids, which only the deployment knows, so it cannot be part of the recorder's code; and a function's
 * environment of 4 KB has no room for those of many isolated journeys.
 */
export function senderParameter(
  scope: Construct,
  parameterName: string,
  runners: Readonly<Record<string, Runner>>,
): StringParameter {
  const pairs = Object.entries(runners).map(([name, runner]): [string, SenderPair] => [
    name,
    [runner.function.role.roleId, runner.schedulerRole.roleId],
  ]);

  return new StringParameter(scope, 'Senders', {
    parameterName,
    description: 'Roles that may send run records, and for which journeys',
    stringValue: Stack.of(scope).toJsonString(Object.fromEntries(pairs)),
    // Free up to 4 KB, about 60 isolated journeys in one part.
    tier: ParameterTier.INTELLIGENT_TIERING,
  });
}

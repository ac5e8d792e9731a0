import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../platform-function.ts';

/** What schedules of one group do in a role. */
export interface SchedulerRoleProps {
  readonly groupName: string;
  /** The function or alias to invoke. */
  readonly targetArn: string;
  /** Where events go that could not be delivered. */
  readonly deadLettersArn: string;
}

/**
 * A role for the schedules of one group, to invoke one target: no other account's schedules may
 * take it, nor this account's of other groups.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function schedulerRole(scope: Construct, id: string, props: SchedulerRoleProps): Role {
  const stack = Stack.of(scope);
  const group = stack.formatArn({
    service: 'scheduler',
    resource: 'schedule-group',
    resourceName: props.groupName,
  });

  return new Role(scope, id, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnEquals: { 'aws:SourceArn': group },
      },
    }),
    inlinePolicies: {
      own: new PolicyDocument({
        statements: [
          allow('InvokeTarget', {
            actions: ['lambda:InvokeFunction'],
            resources: [props.targetArn],
          }),
          allow('HandOverUndelivered', {
            actions: ['sqs:SendMessage'],
            resources: [props.deadLettersArn],
          }),
        ],
      }),
    },
  });
}

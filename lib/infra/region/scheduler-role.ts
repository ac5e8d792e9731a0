import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../platform-function.ts';

/** The schedule group that uses the role, its target and its dead-letter queue. */
export interface SchedulerRoleProps {
  readonly groupName: string;
  /** The function or alias to invoke. */
  readonly targetArn: string;
  /** ARN of the queue for events that could not be delivered. */
  readonly deadLettersArn: string;
}

/**
 * A role with which the schedules of one group invoke one target. Schedules of other groups or
 * other accounts cannot assume it.
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

import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { metricNamespace } from '../core/alarms/metric-names.ts';
import { allow } from './platform-function.ts';

/**
 * Reason for the wildcard in {@link putMetrics}; every role with that statement acknowledges it.
 */
export const METRICS_REASON =
  'PutMetricData does not support resources: a condition limits it to the namespace of the stage.';

/**
 * Permission to publish metrics in the stage's namespace only.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export function putMetrics(stage: string): PolicyStatement {
  return allow('PublishMetrics', {
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': metricNamespace(stage) } },
  });
}

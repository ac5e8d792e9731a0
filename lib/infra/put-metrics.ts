import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { metricNamespace } from '../core/alarms/metric-names.ts';
import { allow } from './platform-function.ts';

/** What {@link putMetrics} has to be acknowledged with wherever it is granted. */
export const METRICS_REASON =
  'PutMetricData knows no resources: a condition limits it to the namespace of the stage.';

/**
 * To publish metrics of the stage, and no others.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export function putMetrics(stage: string): PolicyStatement {
  return allow('PublishMetrics', {
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': metricNamespace(stage) } },
  });
}

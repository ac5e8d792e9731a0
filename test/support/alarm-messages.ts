/** Parts of an alarm's event that tests change. */
export interface AlarmEventChanges {
  readonly state?: Readonly<Record<string, unknown>>;
  readonly previousState?: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly metrics?: readonly unknown[];
  readonly alarmName?: string;
}

const METRICS = [
  { id: 'e1', expression: 'IF(m1 < 1, 1, 0) + IF(m2 < 1, 1, 0)', label: 'count', returnData: true },
  ...['eu-west-1', 'us-east-1'].map((region, index) => ({
    id: `m${index + 1}`,
    metricStat: {
      metric: {
        namespace: 'Waywiser/prod',
        name: 'Success',
        dimensions: { Journey: 'checkout', Region: region },
      },
      period: 300,
      stat: 'Average',
    },
    returnData: false,
  })),
];

/**
 * What CloudWatch hands to the function that is the action of an alarm, in the form of its example:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function alarmEvent(changes: AlarmEventChanges = {}): Readonly<Record<string, unknown>> {
  const { alarmName = 'waywiser-prod-checkout-down' } = changes;

  return {
    source: 'aws.cloudwatch',
    alarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarmName}`,
    accountId: '123456789012',
    time: '2026-11-22T16:45:30.456+0000',
    region: 'eu-west-1',
    alarmData: {
      alarmName,
      state: {
        value: 'ALARM',
        reason: 'Threshold Crossed: 2 out of the last 3 datapoints were >= 2 & < 9',
        reasonData: '{"version":"1.0"}',
        timestamp: '2026-11-22T16:45:30.123+0000',
        ...changes.state,
      },
      previousState: {
        value: 'OK',
        reason: 'Threshold Crossed',
        timestamp: '2026-11-22T15:40:30.123+0000',
        ...changes.previousState,
      },
      configuration: {
        description:
          changes.description ??
          'Journey "checkout" fails in at least 2 of 2 regions: users cannot get through. First step: read the last runs. What to do: https://wiki.shop.example/runbook#down',
        metrics: changes.metrics ?? METRICS,
      },
    },
  };
}

/** The event of the same alarm's end. */
export function alarmEndEvent(): Readonly<Record<string, unknown>> {
  return alarmEvent({ state: { value: 'OK' }, previousState: { value: 'ALARM' } });
}

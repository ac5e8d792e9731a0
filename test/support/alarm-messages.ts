/** What CloudWatch sends to the topic when the alarm of a journey changes. */
export function alarmMessage(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    AlarmName: 'waywiser-prod-checkout-down',
    AlarmDescription:
      'Journey "checkout" fails in at least 2 of 2 regions: users cannot get through. What to do: https://wiki.shop.example/runbook#down',
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 2 out of the last 3 datapoints were >= 2 & < 9',
    StateChangeTime: '2026-11-22T16:45:30.123+0000',
    Region: 'EU (Ireland)',
    OldStateValue: 'OK',
    Trigger: {
      Period: 300,
      Metrics: [
        { Id: 'e1', Expression: 'IF(m1 < 1, 1, 0) + IF(m2 < 1, 1, 0)', ReturnData: true },
        ...['eu-west-1', 'us-east-1'].map((region, index) => ({
          Id: `m${index + 1}`,
          MetricStat: {
            Metric: {
              Dimensions: [
                { value: 'checkout', name: 'Journey' },
                { value: region, name: 'Region' },
              ],
              MetricName: 'Success',
              Namespace: 'Waywiser/prod',
            },
          },
        })),
      ],
    },
    ...changes,
  });
}

import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PlatformAlarmSet } from '../../../../lib/infra/alarms/platform-alarm-set.ts';

const NOTIFIER = 'arn:aws:lambda:eu-west-1:123456789012:function:waywiser-prod-notifier';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:waywiser-prod-alarms';

function synth(): Template {
  const stack = new Stack();
  new PlatformAlarmSet(stack, 'PlatformAlarms', {
    stage: 'prod',
    runbookUrl: 'https://example.test/runbook.md',
    regions: ['eu-west-1'],
    notify: [NOTIFIER],
    notifyDirectly: [TOPIC],
  });

  return Template.fromStack(stack);
}

describe('PlatformAlarmSet', () => {
  it('PlatformAlarmSet reads a metric of the platform, by region', () => {
    const template = synth();

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'waywiser-prod-unreadable-eu-west-1',
      Namespace: 'Waywiser/prod',
      MetricName: 'Unreadable',
      Dimensions: [{ Name: 'Region', Value: 'eu-west-1' }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [NOTIFIER],
      OKActions: [NOTIFIER],
    });
  });

  it('PlatformAlarmSet sends the alarm on the notifier past it, to the topic', () => {
    const template = synth();

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'waywiser-prod-notifier',
      Metrics: [
        { Expression: '((FILL(m1, 0) + FILL(m2, 0)) + FILL(m3, 0))' },
        ...['Errors', 'Throttles', 'AsyncEventsDropped'].map((MetricName) => ({
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName,
              Dimensions: [{ Name: 'FunctionName', Value: 'waywiser-prod-notifier' }],
            },
            Stat: 'Sum',
          },
        })),
      ],
      AlarmActions: [TOPIC],
      // The topic would send the first OK of a new alarm.
      OKActions: [NOTIFIER],
    });
  });

  it('PlatformAlarmSet fills missing heartbeats with 0, so that silence is seen', () => {
    const template = synth();

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'waywiser-prod-gap-detector',
      Metrics: [
        { Id: 'e1', Expression: 'FILL(m1, 0)' },
        {
          Id: 'm1',
          MetricStat: {
            Metric: { Namespace: 'Waywiser/prod', MetricName: 'Heartbeat', Dimensions: [] },
            Period: 3_600,
            Stat: 'SampleCount',
          },
        },
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      WarmUpConfiguration: {
        WarmUpPeriodDurationInMinutes: 180,
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      },
    });
  });

  it('PlatformAlarmSet has as many alarms as there are definitions', () => {
    const template = synth();

    template.resourceCountIs('AWS::CloudWatch::Alarm', 5);
  });
});

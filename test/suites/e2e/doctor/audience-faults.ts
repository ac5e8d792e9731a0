import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { type Account, common } from './account.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Faults of alarms and of who is notified. */
export const AUDIENCE_FAULTS: readonly PlantedFault[] = [
  {
    name: 'an alarm whose actions are switched off',
    found: ['alarms-off eu-west-1'],
    plant: async (account) => {
      const client = new CloudWatchClient(common(account, account.home));
      const AlarmNames = [`waywiser-${account.stage}-shop-api-down`];
      await client.send(new DisableAlarmActionsCommand({ AlarmNames }));

      return async () => client.send(new EnableAlarmActionsCommand({ AlarmNames }));
    },
  },
  {
    name: 'an alarm that notifies no one',
    found: ['alarms-without-action eu-west-1'],
    plant: async (account) =>
      withAlarm(account, `waywiser-${account.stage}-stock-down`, { AlarmActions: [] }),
  },
  {
    name: 'an address that unsubscribed',
    found: ['alarms-unheard', 'subscription-missing eu-west-1'],
    plant: async (account) => {
      const client = new SNSClient(common(account, account.home));
      const TopicArn = `arn:aws:sns:${account.home}:${account.id}:waywiser-${account.stage}-alarms`;
      const { Subscriptions: [own] = [] } = await client.send(
        new ListSubscriptionsByTopicCommand({ TopicArn }),
      );
      await client.send(new UnsubscribeCommand({ SubscriptionArn: own?.SubscriptionArn }));

      return async () =>
        client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: own?.Endpoint }));
    },
  },
];

async function alarmNamed(client: CloudWatchClient, name: string): Promise<MetricAlarm> {
  const { MetricAlarms: found = [] } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [name] }),
  );
  const [alarm] = found;
  if (alarm === undefined) throw new RangeError(`Cannot find the alarm ${name}`);

  return alarm;
}

async function withAlarm(
  account: Account,
  name: string,
  change: Partial<MetricAlarm>,
): Promise<() => Promise<unknown>> {
  const client = new CloudWatchClient(common(account, account.home));
  const alarm = await alarmNamed(client, name);
  const own = {
    AlarmName: name,
    Namespace: alarm.Namespace,
    MetricName: alarm.MetricName,
    Statistic: alarm.Statistic,
    Period: alarm.Period,
    EvaluationPeriods: alarm.EvaluationPeriods,
    Threshold: alarm.Threshold,
    ComparisonOperator: alarm.ComparisonOperator,
    AlarmActions: alarm.AlarmActions,
    OKActions: alarm.OKActions,
  };
  await client.send(new PutMetricAlarmCommand({ ...own, ...change }));

  return async () => client.send(new PutMetricAlarmCommand(own));
}

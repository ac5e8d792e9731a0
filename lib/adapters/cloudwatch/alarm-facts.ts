import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { DeployedAlarm, MetricQuery, RegionReader } from '../../core/doctor/doctor-ports.ts';
import { accountCall } from '../aws/account-call.ts';
import { cloudWatchClient } from './client.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
const MAX_NAMES = 100;

/** Reads whom alarms notify, and metrics of a region. */
export function alarmFacts(region: string): Pick<RegionReader, 'alarms' | 'metric' | 'close'> {
  const client = cloudWatchClient({ region });

  async function describe(names: readonly string[]): Promise<readonly DeployedAlarm[]> {
    const { MetricAlarms: found = [] } = await accountCall(
      { action: 'cloudwatch:DescribeAlarms', region },
      (options) => {
        const command = new DescribeAlarmsCommand({
          AlarmNames: [...names],
          AlarmTypes: ['MetricAlarm'],
          MaxRecords: MAX_NAMES,
        });

        return client.send(command, options);
      },
    );

    return found.map(
      ({ AlarmName: name = '', ActionsEnabled: on, AlarmActions: actions = [] }) => ({
        name,
        actionsEnabled: on !== false,
        actions,
      }),
    );
  }

  return {
    alarms: async (names) => {
      const found: DeployedAlarm[] = [];
      for (let from = 0; from < names.length; from += MAX_NAMES) {
        found.push(...(await describe(names.slice(from, from + MAX_NAMES))));
      }

      return found;
    },
    metric: async (query) => {
      const { MetricDataResults: results = [] } = await accountCall(
        { action: 'cloudwatch:GetMetricData', region },
        (options) => client.send(metricCommand(query), options),
      );
      const { Timestamps: times = [], Values: values = [] } = results[0] ?? {};

      return times.map((time, index) => ({ atMs: time.getTime(), value: values[index] ?? 0 }));
    },
    close: () => client.destroy(),
  };
}

function metricCommand(query: MetricQuery): GetMetricDataCommand {
  const dimensions = Object.entries(query.dimensions);

  return new GetMetricDataCommand({
    StartTime: new Date(query.fromMs),
    EndTime: new Date(query.toMs),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [
      {
        Id: 'm1',
        MetricStat: {
          Metric: {
            Namespace: query.namespace,
            MetricName: query.name,
            Dimensions: dimensions.map(([name, value]) => ({ Name: name, Value: value })),
          },
          Period: query.periodSeconds,
          Stat: query.statistic,
        },
      },
    ],
  });
}

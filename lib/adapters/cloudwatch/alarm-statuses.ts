import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmFrame } from '../../core/alarms/alarm-meaning.ts';
import { journeyAlarms } from '../../core/alarms/journey-alarms.ts';
import { type AlarmView, runbookLink } from '../../core/dashboard/status/status.ts';
import type { AlarmStatuses } from '../../core/dashboard/dashboard-ports.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { errorText } from '../../core/base/error-text.ts';

/** The stage whose alarms are read, and the client. */
export interface CloudWatchStandingsOptions extends AlarmFrame {
  readonly client: CloudWatchClient;
}

const CALL_TIMEOUT_MS = 5_000;
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
const MAX_NAMES = 100;

/**
 * Reads the states of a deployed stage's alarms from CloudWatch. Alarms that are not deployed are
 * left out, and composite alarms too, because each of their parts is shown.
 */
export function cloudWatchStatuses(options: CloudWatchStandingsOptions): AlarmStatuses {
  return {
    statusesOf: async (plan) => {
      const alarms = journeyAlarms(plan, options).filter(
        ({ definition }) => definition.kind !== 'composite',
      );
      const found = await describe(
        alarms.map(({ definition }) => definition.name),
        plan,
        options,
      );

      return alarms.flatMap(({ kind, label, definition }) => {
        const alarm = found.find(({ AlarmName }) => AlarmName === definition.name);
        const runbookUrl = runbookLink(options.runbookUrl, kind);
        return alarm === undefined ? [] : [{ label, runbookUrl, ...standingOf(alarm) }];
      });
    },
  };
}

async function describe(
  names: readonly string[],
  { name }: JourneyPlan,
  { client }: CloudWatchStandingsOptions,
): Promise<readonly MetricAlarm[]> {
  const found: MetricAlarm[] = [];
  try {
    for (let from = 0; from < names.length; from += MAX_NAMES) {
      const command = new DescribeAlarmsCommand({
        AlarmNames: names.slice(from, from + MAX_NAMES),
        AlarmTypes: ['MetricAlarm'],
        MaxRecords: MAX_NAMES,
      });
      const abortSignal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const { MetricAlarms = [] } = await client.send(command, { abortSignal });
      found.push(...MetricAlarms);
    }

    return found;
  } catch (cause) {
    const reason = errorText(cause);
    throw new Error(
      `Cannot read the alarms of journey "${name}" from CloudWatch: ${reason}; expected credentials that allow cloudwatch:DescribeAlarms`,
      { cause },
    );
  }
}

function standingOf({
  StateValue,
  StateTransitionedTimestamp,
}: MetricAlarm): Pick<AlarmView, 'state' | 'sinceMs'> {
  return {
    state: StateValue ?? 'INSUFFICIENT_DATA',
    // The update time also changes with the reason; only this is the time of the state.
    sinceMs: StateTransitionedTimestamp?.getTime() ?? null,
  };
}

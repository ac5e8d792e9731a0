import {
  GetScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { mapBounded } from '../../core/base/map-bounded.ts';
import type { DeployedSchedule, RegionReader } from '../../core/doctor/doctor-ports.ts';
import { type CallOptions, optionalCall } from '../aws/account-call.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Schedules read at once: their expressions are not in the list. */
const READS_AT_ONCE = 10;
const ABSENT = ['ResourceNotFoundException'];

/** Reads the schedules of a group. */
export function scheduleFacts(region: string): Pick<RegionReader, 'schedules' | 'close'> {
  const client = new SchedulerClient(platformClientOptions(region));

  async function namesIn(group: string, { abortSignal }: CallOptions): Promise<readonly string[]> {
    const names: string[] = [];
    const pages = paginateListSchedules({ client }, { GroupName: group }, { abortSignal });
    for await (const { Schedules: found = [] } of pages) {
      names.push(...found.map(({ Name: name = '' }) => name));
    }

    return names;
  }

  async function scheduleOf(group: string, name: string): Promise<readonly DeployedSchedule[]> {
    const found = await optionalCall(
      { action: 'scheduler:GetSchedule', region, absent: ABSENT },
      (options) => client.send(new GetScheduleCommand({ GroupName: group, Name: name }), options),
    );
    // It was deleted after the list was read.
    if (found === null) return [];
    const { ScheduleExpression: expression = '', ScheduleExpressionTimezone: timeZone } = found;

    return [
      {
        name,
        enabled: found.State !== 'DISABLED',
        expression,
        timeZone: timeZone ?? 'UTC',
        target: found.Target?.Arn ?? '',
        input: found.Target?.Input ?? '',
      },
    ];
  }

  return {
    schedules: async (group) => {
      const names = await optionalCall(
        { action: 'scheduler:ListSchedules', region, absent: ABSENT },
        async (options) => namesIn(group, options),
      );
      if (names === null) return null;
      const all = await mapBounded(names, READS_AT_ONCE, async (name) => scheduleOf(group, name));

      return all.flat();
    },
    close: () => client.destroy(),
  };
}

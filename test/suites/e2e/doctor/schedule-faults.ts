import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
  type Target,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { type Account, common } from './account.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Faults of schedules. */
export const SCHEDULE_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a schedule that is switched off',
    found: ['schedule-off us-east-1'],
    plant: async (account) => changedSchedule(account, () => ({ State: 'DISABLED' })),
  },
  {
    name: 'a schedule with another expression',
    found: ['schedule-differs us-east-1'],
    plant: async (account) =>
      changedSchedule(account, () => ({ ScheduleExpression: 'rate(3 hours)' })),
  },
  {
    name: 'a journey of an older version',
    found: ['journey-differs us-east-1'],
    plant: async (account) =>
      changedSchedule(account, (target) => ({
        Target: {
          Arn: target?.Arn,
          RoleArn: target?.RoleArn,
          Input: (target?.Input ?? '').replace(/"version":"[^"]+"/, '"version":"0000aaaa"'),
        },
      })),
  },
  {
    name: 'a schedule without a journey',
    found: ['schedule-orphaned us-east-1'],
    plant: async (account) => {
      const client = new SchedulerClient(common(account, account.abroad));
      const group = `waywiser-${account.stage}`;
      const found = await client.send(
        new GetScheduleCommand({ GroupName: group, Name: 'shop-api' }),
      );
      const place = { GroupName: group, Name: 'shop-old' };
      await client.send(
        new CreateScheduleCommand({
          ...place,
          ScheduleExpression: 'rate(1 day)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: found.Target,
        }),
      );

      return async () => client.send(new DeleteScheduleCommand(place));
    },
  },
];

async function changedSchedule(
  account: Account,
  change: (target: Target | undefined) => Partial<UpdateScheduleCommandInput>,
): Promise<() => Promise<unknown>> {
  const client = new SchedulerClient(common(account, account.abroad));
  const place = { GroupName: `waywiser-${account.stage}`, Name: 'shop-api' };
  const found = await client.send(new GetScheduleCommand(place));
  const base = {
    ...place,
    ScheduleExpression: found.ScheduleExpression,
    ScheduleExpressionTimezone: found.ScheduleExpressionTimezone,
    FlexibleTimeWindow: found.FlexibleTimeWindow,
    State: found.State,
    Target: found.Target,
  };
  await client.send(
    new UpdateScheduleCommand({
      ...base,
      ...change(found.Target),
    }),
  );

  return async () => client.send(new UpdateScheduleCommand(base));
}

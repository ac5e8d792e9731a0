import { fieldsOf, parsedJson, textIn } from '../base/plain-data.ts';
import { LIVE_ALIAS, runnerNameOf } from '../deploy/names.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { eventBridgeSchedule } from '../schedule/event-bridge-schedule.ts';
import type { ScheduleFact } from './doctor-fact.ts';
import type { DeployedSchedule } from './doctor-ports.ts';

/** The schedules that a region should have. */
export interface ExpectedSchedules {
  readonly stage: string;
  readonly group: string;
  readonly region: string;
  /** The journeys that run in the region. */
  readonly plans: readonly JourneyPlan[];
}

/** Whether each journey has its schedule, and each schedule its journey. Null: there is no group. */
export function scheduleFacts(
  schedules: readonly DeployedSchedule[] | null,
  expected: ExpectedSchedules,
): readonly ScheduleFact[] {
  const { group, region, plans } = expected;
  if (schedules === null) return [{ code: 'schedule-group-missing', group, region }];
  const byName = new Map(schedules.map((schedule) => [schedule.name, schedule]));
  const names = new Set(plans.map(({ name }) => name));

  return [
    ...schedules
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => ({ code: 'schedule-orphaned', schedule: name, group, region }) as const),
    ...plans.flatMap((plan) => {
      const schedule = byName.get(plan.name);
      if (schedule !== undefined) return ofJourney(schedule, plan, expected);

      return [{ code: 'schedule-missing', schedule: plan.name, group, region } as const];
    }),
  ];
}

/** Whether the schedule of one of the platform's own functions exists and is on. */
export function jobScheduleFacts(
  schedules: readonly DeployedSchedule[] | null,
  { name, region }: { readonly name: string; readonly region: string },
): readonly ScheduleFact[] {
  if (schedules === null) return [{ code: 'schedule-group-missing', group: name, region }];
  const schedule = schedules.find((each) => each.name === name);
  const place = { schedule: name, group: name, region };
  if (schedule === undefined) return [{ code: 'schedule-missing', ...place }];

  return schedule.enabled ? [] : [{ code: 'schedule-off', ...place }];
}

function ofJourney(
  deployed: DeployedSchedule,
  plan: JourneyPlan,
  { stage, group, region }: ExpectedSchedules,
): readonly ScheduleFact[] {
  const { expression, timeZone } = eventBridgeSchedule(plan.schedule, {
    journey: plan.name,
    region,
  });
  const place = { schedule: plan.name, region };
  const compared = [
    {
      code: 'schedule-differs',
      deployed: `${deployed.expression} ${deployed.timeZone}`,
      expected: `${expression} ${timeZone}`,
    },
    {
      code: 'target-differs',
      deployed: deployed.target.split(':').slice(6).join(':'),
      expected: `${runnerNameOf(stage, plan)}:${LIVE_ALIAS}`,
    },
    { code: 'journey-differs', deployed: versionIn(deployed.input), expected: plan.version },
  ] as const;

  return [
    ...(deployed.enabled
      ? []
      : [{ code: 'schedule-off', schedule: plan.name, group, region } as const]),
    ...compared
      .filter((each) => each.deployed !== each.expected)
      .map((each) => ({ ...each, ...place })),
  ];
}

/** The version of the journey that the schedule hands to its function; empty: none. */
function versionIn(input: string): string {
  return textIn(fieldsOf(parsedJson(input)), 'version') ?? '';
}

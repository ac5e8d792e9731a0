import type { AlarmDefinition } from '../../../../lib/core/alarms/alarm-definition.ts';
import { journeyAlarms } from '../../../../lib/core/alarms/journey-alarms.ts';
import { platformAlarms } from '../../../../lib/core/alarms/platform-alarms.ts';
import { stageNames } from '../../../../lib/core/deploy/names.ts';
import { JOB_SCHEDULES } from '../../../../lib/core/deploy/platform-functions.ts';
import { SCHEDULED_TIME } from '../../../../lib/core/deploy/runner-event.ts';
import { slotRequest } from '../../../../lib/core/deploy/slot-request.ts';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { AlarmSpan, AlarmSpec } from './alarm-spec.ts';
import type { ScheduleSpan, ScheduleSpec } from './schedules.ts';

/** The journeys of a stage from an instant on. */
export interface Deployment {
  readonly atMs: number;
  readonly plans: readonly JourneyPlan[];
}

/** Stage and home region. */
export interface StageFrame {
  readonly stage: string;
  readonly home: string;
}

/** The regions that have runners, a queue and a recorder. */
export function regionsOf(plans: readonly JourneyPlan[]): readonly string[] {
  return [...new Set(plans.flatMap(({ regions }) => regions))].toSorted();
}

/** The alarms of a stage as its stacks create them, all in the home region. */
export function deployedAlarms(
  plans: readonly JourneyPlan[],
  { stage, home }: StageFrame,
): readonly AlarmSpec[] {
  const frame = { stage, runbookUrl: 'docs/runbook.md' };
  const ofPlatform = platformAlarms({ ...frame, regions: regionsOf(plans) });
  const ofJourneys = plans.flatMap((plan) => journeyAlarms(plan, frame));

  return [
    ...ofPlatform.map(({ definition, direct = false }) =>
      alarmSpec(definition, home, { ALARM: direct ? 'topic' : 'notifier', OK: 'notifier' }),
    ),
    ...ofJourneys.map(({ definition }) =>
      alarmSpec(definition, home, definition.kind === 'composite' ? null : NOTIFIED),
    ),
  ];
}

const NOTIFIED = { ALARM: 'notifier', OK: 'notifier' } as const;

function alarmSpec(
  definition: AlarmDefinition,
  region: string,
  actions: AlarmSpec['actions'],
): AlarmSpec {
  const warmUpMinutes = definition.kind === 'composite' ? null : (definition.warmUpMinutes ?? null);

  return { region, definition, warmUpMinutes, actions };
}

/** The schedules of a stage: one for each journey and region, and those of the jobs. */
export function deployedSchedules(
  plans: readonly JourneyPlan[],
  frame: StageFrame,
): readonly ScheduleSpec[] {
  const names = stageNames(frame.stage);

  return [
    ...plans.flatMap((plan) => plan.regions.map((region) => journeySchedule(plan, region, frame))),
    jobSchedule(names.jobs, JOB_SCHEDULES.jobs, frame),
    jobSchedule(names.trends, JOB_SCHEDULES.trends, frame),
  ];
}

function journeySchedule(plan: JourneyPlan, region: string, { stage }: StageFrame): ScheduleSpec {
  const { name, kind } = plan;
  const { expression, timeZone, input, retries } = slotRequest(plan, region);
  const names = stageNames(stage);

  return {
    name,
    region,
    expression,
    timeZone,
    input: JSON.stringify(input),
    target: kind === 'api' ? names.apiRunner : names.browserRunner,
    retry: { ageSeconds: retries.maxAgeSeconds, attempts: retries.maxAttempts },
    deadLetters: names.queue,
  };
}

function jobSchedule(name: string, expression: string, { home }: StageFrame): ScheduleSpec {
  return {
    name,
    region: home,
    expression,
    timeZone: 'UTC',
    input: JSON.stringify({ scheduledAt: SCHEDULED_TIME }),
    target: name,
    retry: { ageSeconds: 3_000, attempts: 10 },
    deadLetters: null,
  };
}

/** When each schedule begins and ends: one that a deployment does not change goes on. */
export function scheduleSpans(
  deployments: readonly Deployment[],
  frame: StageFrame,
): readonly ScheduleSpan[] {
  const states = deployments.map(({ atMs, plans }) => ({
    atMs,
    items: deployedSchedules(plans, frame),
  }));

  return spansOf(states, ({ region, name }) => `${region} ${name}`).map(
    ({ item: schedule, ...span }) => ({ schedule, ...span }),
  );
}

/** When each alarm begins and ends: one that is changed keeps its name and starts again. */
export function alarmSpans(
  deployments: readonly Deployment[],
  alarmsOf: (plans: readonly JourneyPlan[]) => readonly AlarmSpec[],
): readonly AlarmSpan[] {
  const states = deployments.map(({ atMs, plans }) => ({ atMs, items: alarmsOf(plans) }));

  return spansOf(states, ({ region, definition }) => `${region} ${definition.name}`).map(
    ({ item: alarm, ...span }) => ({ alarm, ...span }),
  );
}

interface State<T> {
  readonly atMs: number;
  readonly items: readonly T[];
}

interface Span<T> {
  readonly item: T;
  readonly fromMs: number;
  readonly toMs: number;
}

function spansOf<T>(states: readonly State<T>[], keyOf: (item: T) => string): readonly Span<T>[] {
  const open = new Map<string, Span<T>>();
  const closed: Span<T>[] = [];
  for (const { atMs, items } of states) {
    const next = new Map(items.map((item) => [keyOf(item), item]));
    for (const [key, span] of open) {
      if (JSON.stringify(next.get(key)) === JSON.stringify(span.item)) continue;
      closed.push({ ...span, toMs: atMs });
      open.delete(key);
    }
    for (const [key, item] of next) {
      if (!open.has(key)) open.set(key, { item, fromMs: atMs, toMs: Infinity });
    }
  }

  return [...closed, ...open.values()];
}

import type { MuteWindow } from '../../../../lib/core/alarms/alarm-definition.ts';
import type { AlarmTransition } from '../../../../lib/core/alarms/alarm-history.ts';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { MaintenancePlan } from '../../../../lib/core/journey/resolved-config.ts';
import { slotsBetween } from '../../../../lib/core/schedule/slots.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { sum } from '../../../../lib/core/stats/sums.ts';
import { slotRunId } from '../../../../lib/core/store/run-id.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import type { Delays } from './chance.ts';
import type { Deployment } from './deployed-stage.ts';
import type { Fault } from './faults.ts';
import type { FunctionTotals } from './lambda-service.ts';
import type { Message } from './messages.ts';
import type { ScheduleSpan } from './schedules.ts';
import { SimulatedStage } from './simulated-stage.ts';

/** A world to simulate; absent options are those of a healthy one. */
export interface WorldOptions {
  readonly home: string;
  /** In order of time; the first one begins the simulation. */
  readonly deployments: readonly Deployment[];
  readonly untilMs: number;
  readonly seed?: number;
  readonly stage?: string;
  readonly delays?: Delays;
  /** Periods beyond N that CloudWatch evaluates: 0 to 4. */
  readonly extraPeriods?: number;
  readonly faults?: readonly Fault[];
  /** Concurrent executions of the account in each region. */
  readonly concurrency?: number;
  /** Concurrency that is reserved for each recorder, and for the notifier; absent: none. */
  readonly reserved?: { readonly recorder?: number; readonly notifier?: number };
  readonly duplicateShare?: number;
  readonly maintenance?: readonly MaintenancePlan[];
  readonly muted?: readonly MuteWindow[];
  /** Default: those of the product's stacks. */
  readonly alarmsOf?: (plans: readonly JourneyPlan[]) => readonly AlarmSpec[];
  /** Default: those of the deployments. */
  readonly schedules?: readonly ScheduleSpan[];
}

/** What a slot of a schedule ended in. */
export interface SlotResult {
  readonly journey: string;
  readonly region: string;
  readonly slotMs: number;
  /** Null: it has no record at the end of the simulation. */
  readonly record: RunRecord | null;
  /** When its first record that is not `missing` was stored; null: there is none. */
  readonly recordedAtMs: number | null;
}

/** What was used, in units that are billed. */
export interface WorldCosts {
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly metricSamples: number;
  /** Each metric in each hour in which it had a sample. */
  readonly metricHours: number;
  readonly alarms: number;
  readonly alarmEvaluations: number;
  readonly tableWrites: number;
  readonly queueMessages: number;
  readonly recorderBatches: number;
}

/** What happened in a simulated world. */
export interface World {
  readonly slots: readonly SlotResult[];
  readonly messages: readonly Message[];
  /** State changes by the alarm's name. */
  readonly transitions: ReadonlyMap<string, readonly AlarmTransition[]>;
  /** By region and function. */
  readonly functions: ReadonlyMap<string, FunctionTotals>;
  /** By region and queue. */
  readonly queues: ReadonlyMap<
    string,
    { readonly maxAgeMs: number; readonly held: number; readonly expired: number }
  >;
  readonly unreadable: readonly string[];
  readonly costs: WorldCosts;
}

/** Runs a world from its first deployment to its end. The same options give the same result. */
export async function simulate(options: WorldOptions): Promise<World> {
  const { untilMs } = options;
  const stage = new SimulatedStage(options);
  await stage.agenda.runUntil(untilMs);
  const watched = [...stage.cloudWatches.values()].flatMap(({ alarms }) => alarms);

  return {
    slots: slotsOf(options, stage),
    messages: stage.messages,
    transitions: new Map(
      watched.map(({ alarm, transitions }) => [alarm.definition.name, transitions]),
    ),
    functions: stage.lambda.totals,
    queues: new Map(
      [...stage.queues].map(([key, queue]) => {
        const maxAgeMs = Math.max(queue.maxAgeMs, queue.oldestAgeMs());
        return [key, { maxAgeMs, held: queue.held(), expired: queue.expired }];
      }),
    ),
    unreadable: stage.unreadable,
    costs: costsOf(stage),
  };
}

/** The slots of each deployment, up to the next one. */
function slotsOf({ deployments, untilMs }: WorldOptions, stage: SimulatedStage): SlotResult[] {
  return deployments.flatMap(({ atMs, plans }, index) => {
    const range = { fromMs: atMs, toMs: deployments[index + 1]?.atMs ?? untilMs };

    return plans.flatMap((plan) =>
      plan.regions.flatMap((region) => {
        const series = { journey: plan.name, region };

        return slotsBetween(plan.schedule, series, range).map((slotMs) => {
          const runId = slotRunId(plan.name, region, new Date(slotMs).toISOString());
          const record = stage.table.recordOf(runId) ?? null;
          const recordedAtMs = stage.table.recordedAtMs(runId) ?? null;

          return { ...series, slotMs, record, recordedAtMs };
        });
      }),
    );
  });
}

function costsOf(stage: SimulatedStage): WorldCosts {
  const functions = [...stage.lambda.totals.values()];
  const watches = [...stage.cloudWatches.values()];

  return {
    invocations: sum(functions.map(({ invocations }) => invocations)),
    gbSeconds: sum(functions.map(({ gbSeconds }) => gbSeconds)),
    metricSamples: sum(watches.map(({ samples }) => samples)),
    metricHours: sum(watches.map(({ metricHours }) => metricHours.size)),
    alarms: sum(watches.map(({ alarms }) => alarms.length)),
    alarmEvaluations: sum(watches.map(({ evaluations }) => evaluations)),
    tableWrites: stage.table.writes(),
    queueMessages: sum([...stage.queues.values()].map(({ sent }) => sent)),
    recorderBatches: sum(stage.sources.map(({ batches }) => batches)),
  };
}

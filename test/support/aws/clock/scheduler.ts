import { MINUTE_MS, SECOND_MS } from '../../../../lib/core/base/time.ts';
import { SCHEDULED_TIME } from '../../../../lib/core/deploy/runner-event.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { LambdaService } from './lambda-service.ts';
import { occurrencesOf, type ScheduleSpan, type ScheduleSpec } from './schedules.ts';
import type { SimulatedQueue } from './simulated-queue.ts';

/** The precision of all schedules. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const PRECISION_MS = MINUTE_MS;
/** Retries of a delivery back off exponentially; the factors are not documented. */
const FIRST_RETRY_MS = SECOND_MS;

/** What surrounds the scheduler of a world. */
export interface SchedulerWorld {
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly chance: (part: string) => Chance;
  readonly lambda: LambdaService;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  /** Share of occurrences that are delivered twice: delivery is at least once. */
  readonly duplicateShare: number;
}

/** Simulates EventBridge Scheduler: fires each span's occurrences late, and sometimes twice. */
export function startScheduler(spans: readonly ScheduleSpan[], world: SchedulerWorld): void {
  for (const span of spans) {
    const { schedule } = span;
    const chance = world.chance(`schedule ${schedule.region} ${schedule.name} ${span.fromMs}`);
    fireNext(occurrencesOf(span), { schedule, chance }, world);
  }
}

interface Firing {
  readonly schedule: ScheduleSpec;
  readonly chance: Chance;
}

function fireNext(instants: Generator<number, void>, firing: Firing, world: SchedulerWorld): void {
  const { value: atMs } = instants.next();
  if (atMs === undefined) return;
  const { agenda } = world;
  agenda.at(atMs, () => {
    const times = 1 + Number(firing.chance.happens(world.duplicateShare));
    for (let time = 0; time < times; time += 1) {
      const delayMs = firing.chance.between(0, PRECISION_MS);
      agenda.after(delayMs, () => deliver(firing, { atMs, attempt: 0 }, world));
    }
    fireNext(instants, firing, world);
  });
}

interface Delivery {
  /** The occurrence. */
  readonly atMs: number;
  readonly attempt: number;
}

function deliver({ schedule, chance }: Firing, delivery: Delivery, world: SchedulerWorld): void {
  const { region, target, input } = schedule;
  const { agenda, faults, lambda } = world;
  // The scheduler of a region that is out does not run; what it had to fire is lost.
  if (faults.isOut(region)) return;
  const scheduledAt = new Date(delivery.atMs).toISOString().replace('.000Z', 'Z');
  const payload = input.replaceAll(SCHEDULED_TIME, scheduledAt);
  const fails = faults.at('deliveries-fail', { region }) !== undefined;
  if (!fails && lambda.invokeLater({ region, name: target }, payload)) return;
  const retryMs = FIRST_RETRY_MS * 2 ** delivery.attempt;
  const ageMs = agenda.nowMs() + retryMs - delivery.atMs;
  const isOver =
    ageMs > schedule.retry.ageSeconds * SECOND_MS || delivery.attempt >= schedule.retry.attempts;
  if (isOver) return giveUp(schedule, { payload, scheduledAt, attempt: delivery.attempt }, world);
  const next = { ...delivery, attempt: delivery.attempt + 1 };
  agenda.after(retryMs, () => deliver({ schedule, chance }, next, world));
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
function giveUp(
  { region, name, target, deadLetters }: ScheduleSpec,
  lost: { readonly payload: string; readonly scheduledAt: string; readonly attempt: number },
  { queues }: SchedulerWorld,
): void {
  if (deadLetters === null) return;
  queues.get(`${region} ${deadLetters}`)?.send(lost.payload, {
    ERROR_CODE: 'ResourceNotFoundException',
    ERROR_MESSAGE: 'The target cannot be invoked',
    EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    RETRY_ATTEMPTS: String(lost.attempt),
    SCHEDULED_TIME: lost.scheduledAt,
    SCHEDULE_ARN: `arn:aws:scheduler:${region}:123456789012:schedule/waywiser/${name}`,
    TARGET_ARN: `arn:aws:lambda:${region}:123456789012:function:${target}:live`,
  });
}

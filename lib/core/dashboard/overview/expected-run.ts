import type { MaintenancePlan } from '../../journey/resolved-config.ts';
import type { JourneyPlan } from '../../journey/plan.ts';
import { maintenanceAt } from '../../platform/maintenance.ts';
import { shortestIntervalMs } from '../../schedule/shortest-interval.ts';
import { slotsFrom } from '../../schedule/slots.ts';

/** A series that has run, and the present. */
export interface ExpectedRunQuestion {
  readonly plan: Pick<JourneyPlan, 'name' | 'schedule'>;
  readonly region: string;
  /** The newest slot with a record, in milliseconds since 1970. */
  readonly newestSlotMs: number;
  readonly nowMs: number;
  readonly maintenance: readonly MaintenancePlan[];
}

const GRACE_INTERVALS = 2;
const MIN_GRACE_MS = 10 * 60_000;

/**
 * Whether an expected run has no record two intervals after its slot (ten minutes, when that is
 * longer): runs take their time, and so do queues. No run is expected in a maintenance window.
 */
export function lacksExpectedRun(question: ExpectedRunQuestion): boolean {
  const { plan, region, newestSlotMs, nowMs, maintenance } = question;
  const dueMs = nowMs - graceOf(plan);
  // An infinite grace period: a schedule with a single slot expects no other run.
  if (!Number.isFinite(dueMs)) return false;
  for (const slot of slotsFrom(plan.schedule, { journey: plan.name, region }, newestSlotMs + 1)) {
    if (slot > dueMs) return false;
    if (maintenanceAt(maintenance, plan.name, slot) === null) return true;
  }

  return false;
}

/**
 * Whether a run is due now: the next slot after the newest record has passed, but no longer ago than
 * the grace period, after which the run is missing.
 */
export function isRunDue(question: Omit<ExpectedRunQuestion, 'maintenance'>): boolean {
  const { plan, region, newestSlotMs, nowMs } = question;
  const slots = slotsFrom(plan.schedule, { journey: plan.name, region }, newestSlotMs + 1);
  const next = slots.next();

  return next.done !== true && next.value <= nowMs && nowMs - next.value < graceOf(plan);
}

function graceOf({ schedule }: ExpectedRunQuestion['plan']): number {
  return Math.max(MIN_GRACE_MS, GRACE_INTERVALS * shortestIntervalMs(schedule));
}

import type { MaintenanceWindow } from '../../journey/config.ts';
import type { JourneyPlan } from '../../journey/plan.ts';
import { maintenanceAt } from '../../platform/maintenance.ts';
import { shortestIntervalMs } from '../../schedule/shortest-interval.ts';
import { slotsFrom } from '../../schedule/slots.ts';

/** A series that has run, and until when its slots ought to have records. */
export interface PromiseQuestion {
  readonly plan: Pick<JourneyPlan, 'name' | 'schedule'>;
  readonly region: string;
  /** The newest slot with a record, in milliseconds since 1970. */
  readonly newestSlotMs: number;
  readonly nowMs: number;
  readonly maintenance: readonly MaintenanceWindow[];
}

const GRACE_INTERVALS = 2;
const MIN_GRACE_MS = 10 * 60_000;

/**
 * Whether the schedule promised a slot that has no record, though two intervals have passed since
 * (or ten minutes, where that is longer): runs take their time, and so do queues. Slots in
 * maintenance windows promise nothing.
 */
export function lacksPromisedSlot(question: PromiseQuestion): boolean {
  const { plan, region, newestSlotMs, nowMs, maintenance } = question;
  const dueMs = nowMs - graceOf(plan);
  // Without an end: a schedule with a single slot promises no other.
  if (!Number.isFinite(dueMs)) return false;
  for (const slot of slotsFrom(plan.schedule, { journey: plan.name, region }, newestSlotMs + 1)) {
    if (slot > dueMs) return false;
    if (maintenanceAt(maintenance, plan.name, slot) === null) return true;
  }

  return false;
}

/**
 * Whether the schedule lets a run be awaited just now: its next slot after the newest with a record
 * has come, and not so long ago that something must be wrong.
 */
export function awaitsSlot(question: Omit<PromiseQuestion, 'maintenance'>): boolean {
  const { plan, region, newestSlotMs, nowMs } = question;
  const slots = slotsFrom(plan.schedule, { journey: plan.name, region }, newestSlotMs + 1);
  const next = slots.next();

  return next.done !== true && next.value <= nowMs && nowMs - next.value < graceOf(plan);
}

function graceOf({ schedule }: PromiseQuestion['plan']): number {
  return Math.max(MIN_GRACE_MS, GRACE_INTERVALS * shortestIntervalMs(schedule));
}

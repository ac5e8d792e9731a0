import { MINUTE_MS } from '../base/time.ts';
import { inWholeUnits } from '../base/whole-units.ts';
import { RunFailure } from '../record/outcome.ts';
import type { RunRecord } from '../record/run-record.ts';
import { type RunTicket, unstartedRun } from '../run/run-journey.ts';
import { nextSlots } from '../schedule/slots.ts';

/**
 * EventBridge Scheduler may be so late while all is well.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const USUAL_DELAY_MS = MINUTE_MS;

/**
 * The `errored` record of a slot whose next one is due as well: its event waited for other runs. Null: it
 * is not that late, or not a slot. A run of it would measure another time than the slot says.
 */
export function lateSlot(
  ticket: RunTicket,
  now: { readonly nowMs: number; readonly nodeVersion: string },
): RunRecord | null {
  if (ticket.scheduledAt === null) return null;
  const lateMs = now.nowMs - Date.parse(ticket.scheduledAt);
  // No interval is shorter than a minute, and the next slot of a cron takes time to find.
  if (lateMs <= USUAL_DELAY_MS + MINUTE_MS) return null;
  const nextMs = nextSlotMs(ticket, now.nowMs - lateMs);
  if (nextMs === null || now.nowMs <= nextMs + USUAL_DELAY_MS) return null;
  const failure = new RunFailure(
    'monitor.throttled',
    `The runner got this slot ${inWholeUnits(lateMs)} late, when the next one was due as well: its event had to wait. The run was not started. Check the function's throttles and the account's concurrency limit.`,
  );
  const startedAt = new Date(now.nowMs).toISOString();

  return unstartedRun(ticket, { failure, startedAt }, now);
}

/** When the slot after the one at `slotMs` is due; null: it is the last one. */
function nextSlotMs({ journey, region }: RunTicket, slotMs: number): number | null {
  const { schedule, name } = journey.plan;
  if (schedule.kind === 'rate') return slotMs + schedule.everyMinutes * MINUTE_MS;
  const series = { journey: name, region };

  return nextSlots(schedule, series, { afterMs: slotMs, count: 1 })[0] ?? null;
}

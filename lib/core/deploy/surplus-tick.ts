import { instantIn } from '../store/instant.ts';
import { isBetweenSlots, minutesSinceSlot, tickMinutes } from '../schedule/tick-grid.ts';
import { type RunnerEvent, SCHEDULED_TIME } from './runner-event.ts';

/**
 * Whether a schedule's event belongs to no slot: the schedule of an uneven rate also invokes the runner
 * between its slots, and such a tick is neither run nor recorded. The event holds the rate that was
 * deployed with its schedule, so a runner whose code is older or newer drops none of that schedule's slots. Where
 * the scheduler did not replace its placeholder, the tick is the latest one at `nowMs`.
 */
export function isSurplusTick(
  event: RunnerEvent,
  { region, nowMs }: { readonly region: string; readonly nowMs: number },
): boolean {
  const { journey, everyMinutes, scheduledAt } = event;
  if (everyMinutes === undefined || scheduledAt === undefined) return false;
  const series = { journey, region };
  if (scheduledAt === SCHEDULED_TIME) {
    return minutesSinceSlot(everyMinutes, series, nowMs) >= tickMinutes(everyMinutes);
  }
  const instant = instantIn(scheduledAt);

  return instant !== null && isBetweenSlots(everyMinutes, series, Date.parse(instant));
}

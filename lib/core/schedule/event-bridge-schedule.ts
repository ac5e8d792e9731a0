import type { SchedulePlan } from '../journey/plan.ts';
import { slotOffsetMinutes } from './slots.ts';
import { tickMinutes } from './tick-grid.ts';
import { DAY_MINUTES, HOUR_MINUTES } from '../base/time.ts';
import type { SlotSeries } from '../record/slot-series.ts';

/** Expression and time zone of a schedule for EventBridge Scheduler. */
interface EventBridgeSchedule {
  /** `cron(…)`, so that the instants do not depend on when it is deployed. */
  readonly expression: string;
  readonly timeZone: string;
  /**
   * The rate, if the expression also fires between its slots, see {@link tickMinutes}; null: each
   * instant is a slot.
   */
  readonly everyMinutes: number | null;
}

/** The expression with the instants of `slotsFrom`; for an uneven rate, with instants between them, too. */
export function eventBridgeSchedule(
  schedule: SchedulePlan,
  series: SlotSeries,
): EventBridgeSchedule {
  if (schedule.kind === 'cron') {
    return {
      expression: `cron(${schedule.expression})`,
      timeZone: schedule.timeZone,
      everyMinutes: null,
    };
  }
  const { everyMinutes } = schedule;
  const tick = tickMinutes(everyMinutes);

  return {
    expression: alignedCron(slotOffsetMinutes(series, everyMinutes) % tick, tick),
    timeZone: 'UTC',
    everyMinutes: tick === everyMinutes ? null : everyMinutes,
  };
}

function alignedCron(offset: number, tick: number): string {
  if (tick < HOUR_MINUTES) return `cron(${offset}/${tick} * * * ? *)`;
  const minute = offset % HOUR_MINUTES;
  if (tick === HOUR_MINUTES) return `cron(${minute} * * * ? *)`;
  const hour = Math.floor(offset / HOUR_MINUTES);

  return `cron(${minute} ${tick === DAY_MINUTES ? hour : `${hour}/${tick / HOUR_MINUTES}`} * * ? *)`;
}

import { DAY_MS } from '../core/base/time.ts';

/** Ticks this far apart stand at the beginnings of months. */
const MONTH_MS = 28 * DAY_MS;

/**
 * What stands below the ticks of an axis of time in a zone: months, days, or times of day; with times
 * of day, the day stands below the first of each.
 */
export function axisTimes(ticks: readonly number[], timeZone: string): readonly string[] {
  const apartMs = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  if (apartMs >= MONTH_MS)
    return ticks.map(formatOf({ month: 'short', year: 'numeric', timeZone }));
  const days = ticks.map(formatOf({ day: 'numeric', month: 'short', timeZone }));
  if (apartMs >= DAY_MS) return days;
  const time = formatOf({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });

  return ticks.map((tick, index) =>
    days[index] === days[index - 1] ? time(tick) : `${time(tick)}\n${days[index]}`,
  );
}

function formatOf(options: Intl.DateTimeFormatOptions): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', options);

  return (atMs) => format.format(atMs);
}

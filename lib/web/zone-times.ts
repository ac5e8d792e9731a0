import { DAY_MS } from '../core/base/time.ts';
import { formatInstant } from '../report/format/instant.ts';

/** Smallest unit of a formatted instant. */
export type TimePrecision = 'minute' | 'second';

/** A time in the reader's time zone and in UTC; `utc` null: the zone is UTC. */
export interface ZoneTime {
  readonly local: string;
  readonly utc: string | null;
}

const LENGTHS = { minute: 16, second: 19 } as const;
const DATE_LENGTH = 10;

/**
 * An instant in a time zone: `2026-11-22 17:54:03 GMT+1`, and `16:54:03 UTC`, with the date where UTC
 * has another one.
 */
export function zoneTime(
  atMs: number,
  timeZone: string,
  precision: TimePrecision = 'second',
): ZoneTime {
  const utc = stampOf(formatInstant(atMs), precision);
  const local = localStamp(atMs, timeZone, precision);
  const zone = zoneName(atMs, timeZone);
  if (zone === 'UTC') return { local: `${utc} UTC`, utc: null };
  const sameDay = utc.slice(0, DATE_LENGTH) === local.slice(0, DATE_LENGTH);

  return {
    local: `${local} ${zone}`,
    utc: `${sameDay ? utc.slice(DATE_LENGTH + 1) : utc} UTC`,
  };
}

/**
 * A time span to the minute: `2026-11-22 17:00 to 18:00 GMT+1`, and `16:00 to 17:00 UTC`. Whole days
 * have clock times too, because days start at other hours in other zones.
 */
export function zoneSpan(fromMs: number, toMs: number, timeZone: string): ZoneTime {
  const zone = zoneName(fromMs, timeZone);
  const [from, to] = [fromMs, toMs].map((atMs) => localStamp(atMs, timeZone, 'minute'));
  const [fromUtc, toUtc] = [fromMs, toMs].map((atMs) => stampOf(formatInstant(atMs), 'minute'));
  const utc = `${spanOf(fromUtc ?? '', toUtc ?? '')} UTC`;
  const endZone = zoneName(toMs, timeZone);
  // Daylight saving time started or ended in between.
  if (endZone !== zone) return { local: `${from} ${zone} to ${to} ${endZone}`, utc };

  return zone === 'UTC'
    ? { local: utc, utc: null }
    : { local: `${spanOf(from ?? '', to ?? '')} ${zone}`, utc };
}

/** Offset of a time zone at an instant: `GMT+1`; `UTC` where there is none. */
export function zoneName(atMs: number, timeZone: string): string {
  const name = partOf(atMs, { timeZone, timeZoneName: 'shortOffset' }, 'timeZoneName');

  return /^(?:UTC|GMT)(?:\+0)?$/.test(name) ? 'UTC' : name;
}

function localStamp(atMs: number, timeZone: string, precision: TimePrecision): string {
  // The Swedish format is ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

  return stampOf(format.format(atMs), precision);
}

function stampOf(stamp: string, precision: TimePrecision): string {
  return stamp.slice(0, LENGTHS[precision]);
}

function spanOf(from: string, to: string): string {
  const sameDay = from.slice(0, DATE_LENGTH) === to.slice(0, DATE_LENGTH);

  return `${from} to ${sameDay ? to.slice(DATE_LENGTH + 1) : to}`;
}

function partOf(
  atMs: number,
  options: Intl.DateTimeFormatOptions,
  type: Intl.DateTimeFormatPartTypes,
): string {
  const parts = new Intl.DateTimeFormat('en-GB', options).formatToParts(atMs);

  return parts.find((part) => part.type === type)?.value ?? '';
}

/** Ticks at least this far apart are at the starts of months. */
const MONTH_MS = 28 * DAY_MS;

/**
 * Labels for the ticks of a time axis in a time zone: months, days, or times of day, with the day
 * below the first time of each day.
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

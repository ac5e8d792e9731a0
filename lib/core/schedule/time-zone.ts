import { nearestWord } from '../base/nearest-word.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The end of an error message for a time zone that EventBridge Scheduler rejects; null: valid. */
export function timeZoneProblem(timeZone: string): string | null {
  const supported = Intl.supportedValuesOf('timeZone');
  if (timeZone === 'UTC' || supported.includes(timeZone)) return null;

  // Links such as US/Pacific are not in the list, and Intl takes any case and offsets: `+01:00`.
  const capitalised = timeZone.split('/').every((part) => /^[A-Z][\w+-]*$/.test(part));
  const nearest = nearestWord(timeZone, ['UTC', ...supported]);
  const sameButForCase = nearest?.toLowerCase() === timeZone.toLowerCase();
  if (capitalised && !sameButForCase && isKnownToIntl(timeZone)) return null;

  return `it is no time zone of the IANA database; expected a name such as "${nearest ?? 'Europe/Amsterdam'}"`;
}

/** Offset of a time zone from UTC at an instant, in milliseconds; positive east of Greenwich. */
function zoneOffsetMs(timeZone: string, epochMs: number): number {
  if (timeZone === 'UTC') return 0;

  const wholeSecondMs = Math.floor(epochMs / 1_000) * 1_000;
  const numbers = formatOf(timeZone).format(wholeSecondMs).match(/\d+/g)?.map(Number) ?? [];
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = numbers;

  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecondMs;
}

/** Local time at an instant, in milliseconds as if it were UTC. */
export function localMs(timeZone: string, epochMs: number): number {
  return epochMs + zoneOffsetMs(timeZone, epochMs);
}

/**
 * Returns a function that converts local times of one local day (as if UTC) to instants: null for a
 * skipped time, the first instant of a repeated one.
 */
export function localDayResolver(
  timeZone: string,
  dayStartLocalMs: number,
): (localReadingMs: number) => number | null {
  // Offsets are within 14 hours of UTC, so changes outside this range do not affect the day.
  const before = zoneOffsetMs(timeZone, dayStartLocalMs - DAY_MS);
  const after = zoneOffsetMs(timeZone, dayStartLocalMs + 2 * DAY_MS);
  if (before === after) return (reading) => reading - before;

  return (reading) => instantOf(timeZone, reading);
}

function instantOf(timeZone: string, readingMs: number): number | null {
  const around = [readingMs - DAY_MS, readingMs, readingMs + DAY_MS];
  const candidates = around.map((epochMs) => readingMs - zoneOffsetMs(timeZone, epochMs));
  const matching = candidates.filter((epochMs) => localMs(timeZone, epochMs) === readingMs);

  return matching.length === 0 ? null : Math.min(...matching);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;

  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);

  return format;
}

function isKnownToIntl(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Half a month: no zone keeps other clocks for a shorter time. */
const SAMPLE_MS = 15 * DAY_MS;
const SAMPLES = 25;

/** The instants of the year after `fromMs` at which the clocks of a zone change, ascending. */
export function clockChanges(timeZone: string, fromMs: number): readonly number[] {
  return Array.from({ length: SAMPLES }, (_, index) => fromMs + index * SAMPLE_MS).flatMap(
    (startMs) => {
      const endMs = startMs + SAMPLE_MS;
      const isSame = zoneOffsetMs(timeZone, startMs) === zoneOffsetMs(timeZone, endMs);

      return isSame ? [] : [changeBetween(timeZone, startMs, endMs)];
    },
  );
}

function changeBetween(timeZone: string, startMs: number, endMs: number): number {
  const before = zoneOffsetMs(timeZone, startMs);
  let [low, high] = [startMs, endMs];
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(timeZone, middle) === before) low = middle;
    else high = middle;
  }

  return Math.floor(high / MINUTE_MS) * MINUTE_MS;
}

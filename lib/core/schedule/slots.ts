import { fnv1a } from '../base/fnv1a.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { SchedulePlan } from '../journey/plan.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { daysMatching } from './cron-days.ts';
import { type CronPattern, parseCron } from './cron-pattern.ts';
import { localDayResolver, localMs } from './time-zone.ts';

/** Samoa left out a whole day in 2011; daylight saving time skips an hour at most. */
const LONGEST_SKIP_MS = DAY_MS;

/** A wall-clock date: its midnight, written as if it were UTC. */
interface LocalDay {
  readonly startMs: number;
}

/**
 * The first `count` slots strictly after an instant, in milliseconds since 1970; fewer where the
 * schedule ends.
 */
export function nextSlots(
  schedule: SchedulePlan,
  series: SlotSeries,
  range: { readonly afterMs: number; readonly count: number },
): readonly number[] {
  const slots: number[] = [];
  if (range.count <= 0) return slots;
  for (const slot of slotsFrom(schedule, series, Math.floor(range.afterMs) + 1)) {
    slots.push(slot);
    if (slots.length >= range.count) break;
  }

  return slots;
}

/** The slots from an instant (inclusive) to another (exclusive), in milliseconds since 1970. */
export function slotsBetween(
  schedule: SchedulePlan,
  series: SlotSeries,
  range: { readonly fromMs: number; readonly toMs: number },
): readonly number[] {
  const slots: number[] = [];
  for (const slot of slotsFrom(schedule, series, range.fromMs)) {
    if (slot >= range.toMs) break;
    slots.push(slot);
  }

  return slots;
}

/**
 * Every slot at or after an instant, in ascending order. A rate counts from 1970-01-01T00:00Z plus the
 * series' offset. A cron follows local time as EventBridge Scheduler does: a skipped local time has no
 * slot, a repeated one has one.
 */
export function* slotsFrom(
  schedule: SchedulePlan,
  series: SlotSeries,
  fromMs: number,
): Generator<number, void> {
  switch (schedule.kind) {
    case 'rate':
      yield* rateSlots(schedule.everyMinutes, series, fromMs);
      return;
    case 'cron':
      yield* cronSlots(schedule, fromMs);
  }
}

function* rateSlots(everyMinutes: number, series: SlotSeries, fromMs: number): Generator<number> {
  const intervalMs = everyMinutes * MINUTE_MS;
  const offsetMs = slotOffsetMinutes(series, everyMinutes) * MINUTE_MS;
  const first = Math.ceil((fromMs - offsetMs) / intervalMs);
  for (let index = first; ; index += 1) yield index * intervalMs + offsetMs;
}

/**
 * As {@link slotsFrom}, but a skipped local time starts when the clocks are put forward. For what must
 * not be left out, such as maintenance.
 */
export function* startsFrom(
  schedule: Pick<CronSchedule, 'expression' | 'timeZone'>,
  fromMs: number,
): Generator<number, void> {
  yield* cronSlots({ ...schedule, isKept: true }, fromMs);
}

interface CronSchedule {
  readonly expression: string;
  readonly timeZone: string;
  /** Whether a local time that the clocks skip is kept, at the moment of the change. */
  readonly isKept?: boolean;
}

function* cronSlots(
  { expression, timeZone, isKept = false }: CronSchedule,
  fromMs: number,
): Generator<number, void> {
  const parsed = parseCron(expression);
  if (parsed.kind === 'problem') {
    throw new TypeError(`Cannot compute slots of cron "${expression}": ${parsed.message}`);
  }

  // A local date can begin up to a day before the instant's own in UTC.
  const fromLocalMs = localMs(timeZone, fromMs) - DAY_MS;
  for (const day of matchingDays(parsed.pattern, fromLocalMs)) {
    yield* slotsOfDay(parsed.pattern, { ...day, timeZone, fromMs, isKept });
  }
}

function* matchingDays(pattern: CronPattern, fromLocalMs: number): Generator<LocalDay, void> {
  const fromYear = new Date(fromLocalMs).getUTCFullYear();
  for (const year of pattern.years.filter((candidate) => candidate >= fromYear)) {
    const starts = pattern.months.flatMap((month) =>
      daysMatching(pattern.days, { year, month }).map((day) => Date.UTC(year, month - 1, day)),
    );
    for (const startMs of starts) {
      if (startMs + DAY_MS > fromLocalMs) yield { startMs };
    }
  }
}

function* slotsOfDay(
  pattern: CronPattern,
  day: LocalDay & {
    readonly timeZone: string;
    readonly fromMs: number;
    readonly isKept: boolean;
  },
): Generator<number, void> {
  const resolve = localDayResolver(day.timeZone, day.startMs);
  for (const hour of pattern.hours) {
    for (const minute of pattern.minutes) {
      const readingMs = day.startMs + (hour * 60 + minute) * MINUTE_MS;
      const slot = day.isKept ? resolvedFrom(resolve, readingMs) : resolve(readingMs);
      if (slot !== null && slot >= day.fromMs) yield slot;
    }
  }
}

/** The instant of a local time or, if the clocks skip it, of the first one after it that they do not. */
function resolvedFrom(
  resolve: (localReadingMs: number) => number | null,
  localReadingMs: number,
): number | null {
  for (let later = 0; later <= LONGEST_SKIP_MS; later += MINUTE_MS) {
    const instant = resolve(localReadingMs + later);
    if (instant !== null) return instant;
  }

  return null;
}

/**
 * Offset of a series within its interval, in minutes, so that journeys do not all start at the same
 * time: FNV-1a of the names, modulo the interval.
 */
export function slotOffsetMinutes({ journey, region }: SlotSeries, everyMinutes: number): number {
  return fnv1a(`${journey}#${region}`) % everyMinutes;
}

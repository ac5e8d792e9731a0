import { DAY_MS, DAY_SECONDS, HOUR_SECONDS, MINUTE_MS } from '../base/time.ts';
import type { BudgetPlan, SchedulePlan } from '../journey/plan.ts';
import { slotsFrom } from '../schedule/slots.ts';

/** An alarm's period, and its M of N. */
export interface AlarmPeriods {
  readonly periodSeconds: number;
  /** N. */
  readonly evaluationPeriods: number;
  /** M. */
  readonly datapointsToAlarm: number;
}

/** How the records of one period arrive. */
export interface Arrival {
  /** The longest time from a slot until an alarm sees its record, in milliseconds. */
  readonly latenessMs: number;
  /** Whether a datapoint needs several regions whose slots are at different times within the period. */
  readonly staggered: boolean;
}

/** Distances between the slots of a schedule. */
export interface SlotRhythm {
  /** Between neighbours, ascending, each once; empty for a schedule with fewer than two slots. */
  readonly gapsMs: readonly number[];
  /** Neighbours' distances in order of time. */
  readonly sequenceMs: readonly number[];
}

const WEEK_SECONDS = 7 * DAY_SECONDS;

/** A Monday, far from any change of clocks. */
export const REFERENCE_MS = Date.UTC(2027, 0, 4);
/** More than a week, so that every weekday is observed with its neighbours. */
const OBSERVED_MS = 9 * DAY_MS;
/** The least number of slots to observe when the schedule is sparse. */
const OBSERVED_SLOTS = 14;

/** Measures the distances over the slots that {@link observedSlots} returns. */
export function slotRhythm(schedule: SchedulePlan): SlotRhythm {
  if (schedule.kind === 'rate') {
    const gapMs = schedule.everyMinutes * MINUTE_MS;
    return { gapsMs: [gapMs], sequenceMs: [gapMs] };
  }
  const sequenceMs = gapsBetween(observedSlots(schedule));

  return { gapsMs: [...new Set(sequenceMs)].toSorted((a, b) => a - b), sequenceMs };
}

/**
 * Whether all slots have the same distance all year. A cron in a time zone does not: when clocks are
 * put back, it has no slots for an hour.
 */
export function isEven(schedule: SchedulePlan, { gapsMs }: SlotRhythm): boolean {
  return gapsMs.length === 1 && (schedule.kind === 'rate' || schedule.timeZone === 'UTC');
}

/**
 * The periods of an alarm that counts slots. The period is the shortest distance of slots at which
 * every slot is in a chain of at least M datapoints, so that every failing slot can count. N grows with
 * the time that a record may take from its slot to the alarm. M and N are reduced for rare slots, because CloudWatch evaluates at most seven days, or one day for periods
 * below an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function slotPeriods(
  rhythm: SlotRhythm,
  [datapoints, periods]: readonly [number, number],
  arrival: Arrival = { latenessMs: 0, staggered: false },
): AlarmPeriods {
  const gapMs =
    rhythm.gapsMs.find((candidate) => chainsReach(rhythm, candidate, datapoints)) ??
    rhythm.gapsMs.at(-1) ??
    DAY_MS;
  const periodSeconds = Math.min(Math.ceil(gapMs / MINUTE_MS) * 60, WEEK_SECONDS);
  const needed = datapoints + latePeriods(periodSeconds, arrival);
  const evaluationPeriods = Math.min(Math.max(periods, needed), maxPeriods(periodSeconds));

  return {
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: Math.min(datapoints, evaluationPeriods),
  };
}

/** An alarm is evaluated once a minute: a record is seen up to a minute after it arrived. */
const EVALUATION_MS = MINUTE_MS;

/**
 * Periods by which N must exceed M for records that arrive late: they have their slot's timestamp, and
 * CloudWatch is only documented to evaluate N periods. Without them the samples of a target that hangs
 * until every attempt has timed out would arrive when their periods are no longer evaluated.
 */
function latePeriods(periodSeconds: number, { latenessMs, staggered }: Arrival): number {
  const periods = Math.ceil((latenessMs + EVALUATION_MS) / (periodSeconds * 1_000));

  return staggered ? periods : periods - 1;
}

/** Most periods of a length that CloudWatch evaluates: a day's worth below an hour, else a week's. */
function maxPeriods(periodSeconds: number): number {
  const longest = periodSeconds < HOUR_SECONDS ? DAY_SECONDS : WEEK_SECONDS;

  return Math.max(1, Math.floor(longest / periodSeconds));
}

/** A chain is a run of slots no further apart than a gap; the first and last are cut off, so ignored. */
function chainsReach({ sequenceMs }: SlotRhythm, gapMs: number, datapoints: number): boolean {
  const neededMs = (datapoints - 1) * gapMs;
  const breaks = sequenceMs.flatMap((each, index) => (each > gapMs ? [index] : []));
  if (breaks.length === 0) return true;

  return breaks.slice(1).every((end, index) => {
    const inside = sequenceMs.slice((breaks[index] ?? 0) + 1, end);
    return inside.reduce((total, each) => total + each, 0) >= neededMs;
  });
}

/**
 * More than a week of slots, at least 14, in milliseconds since 1970. Of a schedule whose years have
 * passed they are of those years.
 */
export function observedSlots(schedule: SchedulePlan): readonly number[] {
  const slots = slotsAfter(schedule, REFERENCE_MS);

  return slots.length > 1 ? slots : slotsAfter(schedule, 0);
}

function slotsAfter(schedule: SchedulePlan, fromMs: number): readonly number[] {
  const slots: number[] = [];
  // No series: only rates depend on one, and their rhythm does not.
  for (const slot of slotsFrom(schedule, { journey: '', region: '' }, fromMs)) {
    const first = slots[0] ?? slot;
    if (slot - first > OBSERVED_MS && slots.length >= OBSERVED_SLOTS) break;
    slots.push(slot);
  }

  return slots;
}

function gapsBetween(slots: readonly number[]): readonly number[] {
  return slots.slice(1).map((slot, index) => slot - (slots[index] ?? slot));
}

const CANDIDATES = [HOUR_SECONDS, 6 * HOUR_SECONDS, DAY_SECONDS, 7 * DAY_SECONDS] as const;

/**
 * The period of a budget alarm, and the runs that it holds: the shortest of an hour, six hours, a day
 * and a week with as many runs in a region as CloudWatch's rule asks for a percentile: 10 / (1 −
 * percentile), or 10 / percentile below 0.5. A week when none holds enough.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export function budgetPeriods(
  { sequenceMs }: SlotRhythm,
  statistic: BudgetPlan['statistic'],
): { readonly periodSeconds: number; readonly runs: number } {
  const meanGapMs =
    sequenceMs.reduce((total, gap) => total + gap, 0) / sequenceMs.length || Infinity;
  const percentile = Number(statistic.slice(1)) / 100;
  const needed = 10 / Math.min(percentile, 1 - percentile);
  const sized = CANDIDATES.map((periodSeconds) => ({
    periodSeconds,
    runs: Math.max(1, Math.floor((periodSeconds * 1_000) / meanGapMs)),
  }));
  const [, , , week = { periodSeconds: 7 * DAY_SECONDS, runs: 1 }] = sized;

  // Binary fractions: 10 / (1 − 0.95) is a little more than 200.
  return sized.find(({ runs }) => runs >= Math.floor(needed + 1e-6)) ?? week;
}

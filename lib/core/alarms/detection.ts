import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { clockChanges } from '../schedule/time-zone.ts';
import type { AlarmPeriods } from './alarm-periods.ts';
import { observedSlots, REFERENCE_MS } from './alarm-periods.ts';
import { downPeriods, isStaggered } from './journey-alarms.ts';
import { latestEndMs, recordLatenessMs } from './record-lateness.ts';

/** What *down* detects with certainty, while the platform works and its runs are not errored. */
export interface Detection {
  /**
   * An outage of at least this length is alarmed, wherever it begins. All runs fail in it, in as many
   * regions as the alarm asks for. Milliseconds.
   */
  readonly outageMs: number;
  /** At most so long after the outage's begin the alarm is on. Milliseconds. */
  readonly alarmedWithinMs: number;
  /**
   * So much more of both where the outage meets a change of clocks, which moves slots or leaves some out.
   * Milliseconds; 0 where clocks do not change.
   */
  readonly clockChangeMs: number;
}

/**
 * What the alarm *down* of a journey guarantees; null: nothing, because its slots are too far apart
 * for CloudWatch to see enough of them at once.
 *
 * The latest detection is searched over all places of an outage in the schedule: it begins right after
 * a run that still passed, each record arrives as late as it may, and only the N periods that are
 * documented are evaluated. Earlier arrivals and more periods only add failures that are seen.
 */
export function detectionOf(plan: JourneyPlan): Detection | null {
  if (isStaggered(plan, plan.alarm.failingRegions)) return staggeredDetection(plan);
  const frame = { periods: downPeriods(plan), latenessMs: recordLatenessMs(plan) };
  const latest = latestOf({ slots: observedSlots(plan.schedule), ...frame }, plan);
  if (latest === null) return null;

  return {
    outageMs: latest.slotMs + latestEndMs(plan),
    // It is not known at which second of a minute an alarm is evaluated.
    alarmedWithinMs: latest.alarmMs + MINUTE_MS,
    clockChangeMs: moreAtClockChanges(plan, frame, latest),
  };
}

/** When the alarm is on, and the last slot that it needs; both since the last slot that passed. */
interface Alarmed {
  readonly slotMs: number;
  readonly alarmMs: number;
}

/** The latest of all places of an outage; null: in one of them no alarm. */
function latestOf(subject: Subject, plan: JourneyPlan): Alarmed | null {
  const places = beginnings(plan, subject).map((begin) => latestAlarm(subject, begin));
  const found = places.filter((each) => each !== null);
  if (found.length === 0 || found.length < places.length) return null;

  return {
    slotMs: Math.max(...found.map(({ slotMs }) => slotMs)),
    alarmMs: Math.max(...found.map(({ alarmMs }) => alarmMs)),
  };
}

/** How much later the alarm is at most around the changes of clocks of a year. */
function moreAtClockChanges(
  plan: JourneyPlan,
  frame: Omit<Subject, 'slots'>,
  usual: Alarmed,
): number {
  const { schedule } = plan;
  if (schedule.kind === 'rate') return 0;
  const series = { journey: '', region: '' };
  const more = clockChanges(schedule.timeZone, REFERENCE_MS).flatMap((changeMs) => {
    const around = {
      fromMs: changeMs - usual.slotMs - DAY_MS,
      toMs: changeMs + usual.slotMs + AFTER_CHANGE_MS,
    };
    const latest = latestOf({ slots: slotsBetween(schedule, series, around), ...frame }, plan);
    if (latest === null) return [];

    return [latest.slotMs - usual.slotMs, latest.alarmMs - usual.alarmMs];
  });

  return Math.max(0, ...more);
}

/**
 * For regions whose slots are at different times: every period holds one slot of each region, so that M
 * periods fail as soon as M of them lie after the begin and all their records have arrived.
 */
function staggeredDetection(plan: JourneyPlan): Detection | null {
  const { periodSeconds, evaluationPeriods, datapointsToAlarm } = downPeriods(plan);
  const periodMs = periodSeconds * 1_000;
  const needed = datapointsToAlarm + Math.ceil((recordLatenessMs(plan) + MINUTE_MS) / periodMs);
  const everyMs = plan.schedule.kind === 'rate' ? plan.schedule.everyMinutes * MINUTE_MS : Infinity;
  if (needed > evaluationPeriods || everyMs > periodMs) return null;

  return {
    clockChangeMs: 0,
    // The periods end at the evaluation's minute.
    outageMs: datapointsToAlarm * periodMs + MINUTE_MS + latestEndMs(plan),
    alarmedWithinMs: needed * periodMs + 2 * MINUTE_MS,
  };
}

interface Subject {
  /** Instants, ascending. */
  readonly slots: readonly number[];
  readonly periods: AlarmPeriods;
  readonly latenessMs: number;
}

/** The last observed slots have too few after them. */
const OBSERVED_AFTER_MS = 2 * DAY_MS;
/** So that every slot before a change of clocks is tried. */
const AFTER_CHANGE_MS = OBSERVED_AFTER_MS + DAY_MS;

/** Indices of the slots whose run is the last that passes: one is enough for a rate. */
function beginnings({ schedule }: JourneyPlan, { slots, periods }: Subject): readonly number[] {
  if (schedule.kind === 'rate') return [0];
  const lastMs = (slots.at(-1) ?? 0) - OBSERVED_AFTER_MS;
  const last = slots.length - 1 - periods.datapointsToAlarm;
  const inside = slots.flatMap((slot, index) => (slot <= lastMs && index <= last ? [index] : []));

  return inside.length > 0 ? inside : slots.slice(0, 1).map((_, index) => index);
}

function latestAlarm(subject: Subject, begin: number): Alarmed | null {
  const { slots, latenessMs } = subject;
  const beginMs = slots[begin] ?? 0;
  for (let last = begin + 1; last < slots.length; last += 1) {
    const arrivedMs = (slots[last] ?? 0) + latenessMs;
    const nextMs = (slots[last + 1] ?? slots[last] ?? 0) + latenessMs;
    const failed = slots.slice(begin + 1, last + 1);
    const atMs = firstMinute(arrivedMs, nextMs, (at) => isOn(subject, failed, at));
    if (atMs !== null) return { slotMs: (slots[last] ?? 0) - beginMs, alarmMs: atMs - beginMs };
  }

  return null;
}

/** The first whole minute of a range at which a condition holds; at least one minute is tried. */
function firstMinute(
  fromMs: number,
  toMs: number,
  holds: (atMs: number) => boolean,
): number | null {
  const firstMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  for (let atMs = firstMs; atMs <= Math.max(firstMs, toMs); atMs += MINUTE_MS) {
    if (holds(atMs)) return atMs;
  }

  return null;
}

/** Whether failing slots lie in at least M of the last N periods. */
function isOn({ periods }: Subject, failed: readonly number[], atMs: number): boolean {
  const periodMs = periods.periodSeconds * 1_000;
  const ages = failed.map((slot) => Math.ceil((atMs - slot) / periodMs));
  const seen = new Set(ages.filter((age) => age >= 1 && age <= periods.evaluationPeriods));

  return seen.size >= periods.datapointsToAlarm;
}

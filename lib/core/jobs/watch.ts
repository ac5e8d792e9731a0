import type { JourneyPlan, SchedulePlan } from '../journey/plan.ts';
import { seriesId, type SlotSeries } from '../record/slot-series.ts';

/** A schedule that the gap detector watches in one region, with the instants of its start and end. */
export interface Watch extends SlotSeries {
  readonly schedule: SchedulePlan;
  /** When the gap detector first saw the schedule. ISO 8601. */
  readonly seenAt: string;
  /** When the gap detector first found the series gone from the project, ISO 8601; null: it is there. */
  readonly endedAt: string | null;
}

/** The watches of a project after a deployment. */
interface RevisedWatches {
  /** Of every series of the project, and of those that ended. */
  readonly watches: readonly Watch[];
  /** Those of them that are new or have changed. */
  readonly changed: readonly Watch[];
}

/**
 * Compares the watches with the deployed project. A series that is new, came back, or has another
 * schedule is watched from now on: the exact time of the change is unknown, so no earlier slot is
 * reported as a gap. A series that was removed keeps its watch, marked as ended.
 */
export function reviseWatches(
  known: readonly Watch[],
  plans: readonly JourneyPlan[],
  now: string,
): RevisedWatches {
  const byKey = new Map(known.map((watch) => [seriesId(watch), watch]));
  const current = plans.flatMap((plan) =>
    plan.regions.map((region) => {
      const series = { journey: plan.name, region };
      const watch = byKey.get(seriesId(series));
      // Seen in the future: by a clock that was ahead.
      const isKnown = watch !== undefined && watch.endedAt === null && watch.seenAt <= now;
      const isUnchanged = isKnown && isSame(watch.schedule, plan.schedule);
      return isUnchanged
        ? watch
        : { ...series, schedule: plan.schedule, seenAt: now, endedAt: null };
    }),
  );
  const present = new Set(current.map(seriesId));
  const gone = known
    .filter((watch) => !present.has(seriesId(watch)))
    .map((watch) => (watch.endedAt === null ? { ...watch, endedAt: now } : watch));
  const watches = [...current, ...gone];

  return { watches, changed: watches.filter((watch) => byKey.get(seriesId(watch)) !== watch) };
}

function isSame(one: SchedulePlan, other: SchedulePlan): boolean {
  if (one.kind === 'rate') return other.kind === 'rate' && one.everyMinutes === other.everyMinutes;

  return (
    other.kind === 'cron' && one.expression === other.expression && one.timeZone === other.timeZone
  );
}

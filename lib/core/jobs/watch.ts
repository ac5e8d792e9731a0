import type { JourneyPlan, SchedulePlan } from '../journey/plan.ts';
import type { SlotSeries } from '../record/slot-series.ts';

/** Which schedule of a series is watched, and since when. */
export interface Watch extends SlotSeries {
  readonly schedule: SchedulePlan;
  /** When the gap detector first saw the schedule. ISO 8601. */
  readonly seenAt: string;
  /** When it first missed the series in the project; null: it is there. ISO 8601. */
  readonly endedAt: string | null;
}

/** What watches the series of a project from now on. */
export interface RevisedWatches {
  /** Of every series of the project, and of those that ended. */
  readonly watches: readonly Watch[];
  /** Those of them that are new or have changed. */
  readonly changed: readonly Watch[];
}

/**
 * Compares what is watched with the project as it is deployed. A series that is new, has come back,
 * or has another schedule is watched from now: when exactly it changed is not known, so nothing
 * before is called a gap. One that is gone keeps its watch, as ended.
 */
export function reviseWatches(
  known: readonly Watch[],
  plans: readonly JourneyPlan[],
  now: string,
): RevisedWatches {
  const byKey = new Map(known.map((watch) => [keyOf(watch), watch]));
  const current = plans.flatMap((plan) =>
    plan.regions.map((region) => {
      const series = { journey: plan.name, region };
      const watch = byKey.get(keyOf(series));
      const goesOn = watch?.endedAt === null && isSame(watch.schedule, plan.schedule);
      return goesOn ? watch : { ...series, schedule: plan.schedule, seenAt: now, endedAt: null };
    }),
  );
  const present = new Set(current.map(keyOf));
  const gone = known
    .filter((watch) => !present.has(keyOf(watch)))
    .map((watch) => (watch.endedAt === null ? { ...watch, endedAt: now } : watch));
  const watches = [...current, ...gone];

  return { watches, changed: watches.filter((watch) => byKey.get(keyOf(watch)) !== watch) };
}

function keyOf({ journey, region }: SlotSeries): string {
  return JSON.stringify([journey, region]);
}

function isSame(one: SchedulePlan, other: SchedulePlan): boolean {
  if (one.kind === 'rate') return other.kind === 'rate' && one.everyMinutes === other.everyMinutes;

  return (
    other.kind === 'cron' && one.expression === other.expression && one.timeZone === other.timeZone
  );
}

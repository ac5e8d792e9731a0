import type { JourneyPlan } from '../../journey/plan.ts';
import { seriesId, type SlotSeries } from '../../record/slot-series.ts';
import type { DashboardProject } from '../dashboard-ports.ts';

/** The stored region of runs on this machine. */
const LOCAL_REGION = 'local';

/** The regions in which a journey runs: its own when it is deployed, else `local`. */
export function regionsOf(
  plan: JourneyPlan,
  { source }: Pick<DashboardProject, 'source'>,
): readonly string[] {
  return source === 'deployed' ? plan.regions : [LOCAL_REGION];
}

/**
 * The series of a project: all with records, and those that a journey without records will have. A
 * local history may contain other regions than `local`, such as one that `waywiser backfill` made.
 */
export function listedSeries(
  project: Pick<DashboardProject, 'plans' | 'source'>,
  recorded: readonly SlotSeries[],
): readonly SlotSeries[] {
  const known = new Set(recorded.map(seriesId));
  const ran = new Set(recorded.map(({ journey }) => journey));
  const planned = project.plans.flatMap((plan) =>
    project.source === 'local' && ran.has(plan.name)
      ? []
      : regionsOf(plan, project).map((region) => ({ journey: plan.name, region })),
  );

  return [...recorded, ...planned.filter((series) => !known.has(seriesId(series)))];
}

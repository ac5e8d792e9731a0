import type { JourneyPlan } from '../../journey/plan.ts';
import { seriesId, type SlotSeries } from '../../record/slot-series.ts';
import type { DashboardProject } from '../dashboard-ports.ts';

/** The region of runs on this machine, as they are stored. */
const LOCAL_REGION = 'local';

/** Where a source's journeys run: deployed ones in their regions, those of this machine here. */
export function regionsOf(
  plan: JourneyPlan,
  { source }: Pick<DashboardProject, 'source'>,
): readonly string[] {
  return source === 'deployed' ? plan.regions : [LOCAL_REGION];
}

/**
 * The series of a project: all that have records, and of each journey without any, those that it
 * would have. A history of this machine may be of other regions, too, such as one that was made up.
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

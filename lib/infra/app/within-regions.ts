import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';

/** Journeys restricted to a set of regions. */
export interface WithinRegions {
  /** Journeys that run in at least one of the regions, with their other regions removed. */
  readonly journeys: readonly RunnableJourney[];
  readonly problems: readonly Problem[];
}

/**
 * Restricts journeys to some regions, for a trial in one region; null: all regions. A quorum that is
 * larger than the number of remaining regions is lowered to it. Not for the configuration's own stage:
 * its alarms and its dashboard would lose the regions that go on running.
 */
export function withinRegions(
  journeys: readonly RunnableJourney[],
  regions: readonly string[] | null,
  { isOwnStage }: { readonly isOwnStage: boolean },
): WithinRegions {
  if (regions === null) return { journeys, problems: [] };
  if (isOwnStage) return { journeys, problems: [commandLineProblem(OWN_STAGE)] };
  const known = [...new Set(journeys.flatMap(({ plan }) => plan.regions))].toSorted();
  const unknownRegions = regions.filter((region) => !known.includes(region));

  return {
    journeys: journeys.flatMap((journey) => restricted(journey, regions)),
    problems: unknownRegions.map((region) => unknownRegionProblem(region, known)),
  };
}

const OWN_STAGE =
  'Cannot deploy the stage of the configuration to some of its regions: its alarms and its dashboard would lose the other regions, in which the journeys would go on; expected a stage for the trial as well, such as -c stage=trial';

function restricted(
  journey: RunnableJourney,
  wanted: readonly string[],
): readonly RunnableJourney[] {
  const { plan } = journey;
  const regions = plan.regions.filter((region) => wanted.includes(region));
  if (regions.length === 0) return [];
  const failingRegions = Math.min(plan.alarm.failingRegions, regions.length);

  return [{ ...journey, plan: { ...plan, regions, alarm: { ...plan.alarm, failingRegions } } }];
}

function unknownRegionProblem(region: string, known: readonly string[]): Problem {
  const expected = nearestWord(region, known) ?? known.join(', ');

  return commandLineProblem(
    `Cannot deploy to "${region}" alone: no journey runs in this region; expected ${expected}`,
  );
}

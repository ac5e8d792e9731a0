import type { Problem } from '../../core/journey/problem.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';

/** Journeys as far as some regions are concerned. */
export interface WithinRegions {
  /** Those that run in one of the regions, and nowhere else. */
  readonly journeys: readonly RunnableJourney[];
  readonly problems: readonly Problem[];
}

/**
 * The journeys in these regions alone, such as a trial in one region; null: everywhere. A quorum
 * larger than the regions that are left becomes all of them.
 */
export function withinRegions(
  journeys: readonly RunnableJourney[],
  regions: readonly string[] | null,
): WithinRegions {
  if (regions === null) return { journeys, problems: [] };
  const known = [...new Set(journeys.flatMap(({ plan }) => plan.regions))].toSorted();
  const strangers = regions.filter((region) => !known.includes(region));

  return {
    journeys: journeys.flatMap((journey) => restricted(journey, regions)),
    problems: strangers.map((region) => strangerProblem(region, known)),
  };
}

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

function strangerProblem(region: string, known: readonly string[]): Problem {
  const expected = nearestWord(region, known) ?? known.join(', ');

  return {
    file: null,
    line: null,
    column: null,
    code: 'journey.config',
    path: null,
    message: `Cannot deploy to "${region}" alone: no journey runs there; expected ${expected}`,
    journey: null,
  };
}

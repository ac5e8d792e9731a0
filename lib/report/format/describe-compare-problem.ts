import type { CompareProblem } from '../../core/dashboard/compare/compare-page.ts';
import { formatCount } from './count.ts';
import { formatMinute } from './instant.ts';

/** A problem of a comparison in one sentence, with what to do next where there is something. */
export function describeCompareProblem(problem: CompareProblem): string {
  if (problem.code === 'overlap') return 'A and B overlap: choose separate ranges';
  if (problem.code === 'shared-runs') {
    return 'A run is on both sides: choose ranges or runs that do not overlap';
  }

  return describeSide(problem, problem.side.toUpperCase());
}

type SideProblem = Exclude<CompareProblem, { readonly code: 'overlap' | 'shared-runs' }>;

function describeSide(problem: SideProblem, side: string): string {
  switch (problem.code) {
    case 'empty-range':
      return `The end of ${side} is not after its start: choose a later end`;
    case 'unknown-run':
      return `${side}, run "${problem.runId}", is not stored in any region`;
    case 'no-runs':
      return `${side} has no runs`;
    case 'expired':
      return `${side} begins before ${formatMinute(problem.storedFromMs)}: single runs are stored for ${formatCount(problem.storedDays, 'day')}; the journey's page has older percentiles`;
    case 'cut':
      return `${side} has more than ${formatCount(problem.maxRuns, 'run')} in ${problem.region}: only the newest ones, since ${formatMinute(problem.fromMs)}, are used`;
    case 'sampled': {
      const regions = problem.regions.map(
        ({ region, runs }) => `${formatCount(runs, 'run')} in ${region}`,
      );
      return `${side} has too many runs to compare all: ${formatCount(problem.maxRuns, 'run')} per region, evenly spread over the range, of ${regions.join(', ')}`;
    }
    case 'no-runs-in-region':
      return `${side} has no runs in ${problem.region}: nothing to compare there`;
    case 'no-passed-runs': {
      const machine = problem.hasUnhealthy ? ' on a healthy machine' : '';
      return `${side} has no passed run${machine} in ${problem.region}: nothing to compare there`;
    }
  }
}

import type { CostEstimate } from '../../../core/cost/estimate-cost.ts';
import { costAssumptions } from '../../format/describe-cost.ts';
import { columnsOf, hanging, type Line, type Screen, span } from '../text/styled-line.ts';
import { wrap } from '../../format/terminal-text.ts';

/** Sources and assumptions of an estimate, wrapped to the screen. */
export function costNotes(estimate: CostEstimate, screen: Screen): readonly Line[] {
  const columns = columnsOf(screen) - 2;

  return [
    [span('Assumptions', 'dim')],
    ...notesOf(estimate).flatMap((note) => {
      const lines = wrap(note, columns).map((text): Line => [span(text, 'dim')]);
      return hanging([span('  ')], lines);
    }),
  ];
}

function notesOf(estimate: CostEstimate): readonly string[] {
  const isAssumed = estimate.journeys.some(({ measuredRuns }) => measuredRuns === null);
  const isMeasured = estimate.journeys.some(({ measuredRuns }) => measuredRuns !== null);

  return [
    ...(isMeasured
      ? [
          'Durations are medians of the newest runs stored on this machine, all regions together; they differ in AWS.',
        ]
      : []),
    ...(isAssumed
      ? ['~ assumed duration: no run is stored on this machine; waywiser run measures it.']
      : []),
    ...costAssumptions(estimate),
  ];
}

import type { CostEstimate } from '../../../core/cost/estimate-cost.ts';
import { costBasis } from '../../format/cost-words.ts';
import { columnsOf, hanging, type Line, type Screen, span } from '../text/styled-line.ts';
import { wrap } from '../../format/terminal-text.ts';

/** What the numbers of an estimate rest on, and what they leave out. */
export function costNotes(estimate: CostEstimate, screen: Screen): readonly Line[] {
  const columns = columnsOf(screen) - 2;

  return [
    [span('What this rests on', 'dim')],
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
          'Measured durations are the medians of the newest runs kept on this machine, of all regions; in AWS they differ.',
        ]
      : []),
    ...(isAssumed
      ? ['~ no history on this machine: the duration is assumed; waywiser run measures it.']
      : []),
    ...costBasis(estimate),
  ];
}

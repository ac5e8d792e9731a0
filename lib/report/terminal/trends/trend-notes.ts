import { FALSE_DISCOVERY_RATE, SIGNIFICANCE_LEVEL } from '../../../core/stats/levels.ts';
import { seriesOfView, type TrendsView } from '../../format/trend-view.ts';
import { renderLine, type Screen, span } from '../text/styled-line.ts';
import { paragraph } from '../text/wrap-line.ts';
import { groupThousands } from '../../format/number.ts';
import { formatShare } from '../../format/share.ts';

/** How often the tests are wrong: their false-positive rate, and the false discovery rate. */
export function trendFooter(view: TrendsView, screen: Screen): readonly string[] {
  const all = seriesOfView(view);
  if (all.every(({ series }) => series.conclusion.kind === 'insufficient-data')) return [];
  const level = `Significance level of each test: p < ${SIGNIFICANCE_LEVEL}, a false-positive rate of ${formatShare(SIGNIFICANCE_LEVEL)}.`;
  const rate = `Findings also hold after correction over ${all.length === 1 ? 'one' : `all ${groupThousands(all.length)}`} series (Benjamini-Hochberg): false discovery rate q < ${FALSE_DISCOVERY_RATE}.`;

  return [
    '',
    ...paragraph([], [span(`${level} ${rate}`, 'dim')], screen).map((line) =>
      renderLine(line, screen),
    ),
  ];
}

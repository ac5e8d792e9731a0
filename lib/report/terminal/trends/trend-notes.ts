import { FALSE_SHARE, TEST_LEVEL } from '../../../core/trends/test-probabilities.ts';
import { seriesOfView, type TrendsView } from '../../format/trend-view.ts';
import { renderLine, type Screen, span } from '../text/styled-line.ts';
import { paragraph } from '../text/wrap-line.ts';
import { formatShare } from '../../format/share.ts';

/** How far what is said can be trusted: how often the tests fire where nothing changes. */
export function trendFooter(view: TrendsView, screen: Screen): readonly string[] {
  const all = seriesOfView(view);
  if (all.every(({ series }) => series.conclusion.kind === 'refused')) return [];
  const text = `${chanceOfOne()} What is said above also holds after correction for all ${all.length} series looked at together: of such findings at most ${formatShare(FALSE_SHARE)} are false, on average (q < ${FALSE_SHARE}).`;

  return [
    '',
    ...paragraph([], [span(text, 'dim')], screen).map((line) => renderLine(line, screen)),
  ];
}

/** The stated rate of false alarms of one test. */
export function chanceOfOne(): string {
  return `Each test fires by chance in ${Math.round(TEST_LEVEL * 100)} of 100 series in which nothing changes (p < ${TEST_LEVEL}).`;
}

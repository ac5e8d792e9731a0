import type { Finding } from '../../../core/trends/finding.ts';
import { isWorse } from '../../../core/trends/finding-badness.ts';
import { describeReasons } from '../../format/describe-explanation.ts';
import { describeFinding } from '../../format/describe-finding.ts';
import { glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { formatMinute } from '../../format/instant.ts';

/**
 * A finding that was opened or resolved, as lines of a log, the first with what and how much, the
 * others with the reasons in short.
 */
export function findingLines(finding: Finding, screen: Screen): readonly Line[] {
  const { journey, region, resolved, explanation } = finding;
  const { outcome } = glyphsOf(screen);
  const at = resolved?.at ?? finding.foundAt;
  const isBad = resolved === null && isWorse(finding);
  const text = describeFinding(finding, { form: 'full', nowMs: Date.parse(at) });
  const head: Line = [
    span(`${formatMinute(at)} `, 'dim'),
    isBad ? span(outcome.failed, 'red', 'bold') : span(outcome.passed, 'green', 'bold'),
    span(` ${journey} `, 'bold'),
    span(`${region}  `, 'dim'),
    span(text, isBad ? 'red' : 'green'),
  ];
  const reasons = explanation === null || resolved !== null ? [] : describeReasons(explanation);

  return [head, ...reasons.map((reason): Line => [span(`  ${reason}`, 'dim')])];
}

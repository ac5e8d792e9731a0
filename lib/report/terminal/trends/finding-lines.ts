import type { Finding } from '../../../core/trends/finding.ts';
import { findingName, findingWords, isWorse, reasonWords } from '../../format/finding-words.ts';
import { glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { formatMinute } from '../../format/instant.ts';

/**
 * A finding that opened or ended, as lines of a log: what, how much and how sure; below it the step
 * that carries most of it, and the best of the causes.
 */
export function findingLines(finding: Finding, screen: Screen): readonly Line[] {
  const { journey, region, ended, explanation } = finding;
  const glyphs = glyphsOf(screen);
  const worse = isWorse(finding);
  const at = ended?.at ?? finding.foundAt;
  const head: Line = [
    span(`${formatMinute(at)} `, 'dim'),
    ended === null && worse
      ? span(glyphs.outcome.failed, 'red', 'bold')
      : span(glyphs.outcome.passed, 'green', 'bold'),
    span(` ${journey} `, 'bold'),
    span(`${region}  `, 'dim'),
  ];
  if (ended !== null) {
    return [[...head, span(`${findingName(finding)} is over: ${ended.reason}`, 'green')]];
  }
  const words = span(`${finding.metric} ${findingWords(finding)}`, worse ? 'red' : 'green');
  const reasons = explanation === null ? [] : reasonWords(explanation);

  return [[...head, words], ...reasons.map((reason): Line => [span(`  ${reason}`, 'dim')])];
}

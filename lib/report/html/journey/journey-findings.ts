import { worstFirst } from '../../../core/trends/finding-badness.ts';
import type { JourneyPage } from '../../../core/dashboard/journey/journey-page.ts';
import { type Finding, openFindings } from '../../../core/trends/finding.ts';
import { findingFolded, findingShort, findingWhole, noFindings } from '../parts/finding-list.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { formatCount } from '../../format/count.ts';

/** Number of findings shown in full: more are usually the same change in other regions. */
const MAX_WHOLE = 3;

/**
 * Open findings, the worst first: those of the selected metric (otherwise the worst one) with their
 * explanation, the others as one line each; resolved findings are folded.
 */
export function findingsSection(
  {
    findings,
    metric,
    regions,
    readAtMs,
  }: Pick<JourneyPage, 'findings' | 'metric' | 'regions' | 'readAtMs'>,
  { isStatic }: Pick<PageContext, 'isStatic'>,
): Html {
  if (findings.length === 0) {
    const quiet = 'No findings in this period';
    const trends = regions.map(({ trend }) => trend);
    return html`<p>${noFindings({ trends, quiet, of: 'regions', nowMs: readAtMs })}</p>`;
  }
  const resolved = findings.filter((finding) => finding.resolved !== null).toReversed();
  const { whole, rest } = divided(openFindings(findings), metric);
  const short = isStatic === true ? findingShort : findingFolded;

  return html`<ul class="findings">
      ${whole.map(findingWhole)}${rest.map(short)}
    </ul>
    ${resolved.length > 0 && resolvedFindings(resolved, isStatic === true)}`;
}

function divided(
  open: readonly Finding[],
  metric: string,
): { readonly whole: readonly Finding[]; readonly rest: readonly Finding[] } {
  const sorted = worstFirst(open);
  const ofMetric = sorted.filter((finding) => finding.metric === metric);
  const whole = (ofMetric.length > 0 ? ofMetric : sorted.slice(0, 1)).slice(0, MAX_WHOLE);

  return { whole, rest: sorted.filter((finding) => !whole.includes(finding)) };
}

/** In a report, where nothing can be unfolded, resolved findings are only counted. */
function resolvedFindings(resolved: readonly Finding[], isStatic: boolean): Html {
  const words = `${formatCount(resolved.length, 'resolved finding')} in this period`;
  if (isStatic) return html`<p class="small">${words}.</p>`;

  return html`<details class="more-findings">
    <summary>${words}</summary>
    <ul class="findings">
      ${resolved.map(findingFolded)}
    </ul>
  </details>`;
}

import { worstFirst } from '../../../core/dashboard/finding-badness.ts';
import type { JourneyPage } from '../../../core/dashboard/journey/journey-page.ts';
import type { Finding } from '../../../core/trends/finding.ts';
import { findingFolded, findingShort, findingWhole, noFindings } from '../parts/finding-list.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { formatCount } from '../../format/count.ts';

/** Findings of the shown metric that are told whole: more are of one change seen in many regions. */
const MAX_WHOLE = 3;

/**
 * Findings, the worst first: those of the metric that is shown (else the worst of all) with all that
 * explains them, others in a line each, and those that have ended behind a click.
 */
export function findingsSection(
  { findings, metric, regions }: Pick<JourneyPage, 'findings' | 'metric' | 'regions'>,
  { isStatic }: Pick<PageContext, 'isStatic'>,
): Html {
  if (findings.length === 0) {
    const quiet = 'No drift, step or forecast stood in this time';
    const trends = regions.map(({ trend }) => trend);
    return html`<p>${noFindings({ trends, quiet, of: 'regions' })}</p>`;
  }
  const over = findings.filter(({ ended }) => ended !== null).toReversed();
  const { whole, rest } = divided(
    findings.filter(({ ended }) => ended === null),
    metric,
  );
  const short = isStatic === true ? findingShort : findingFolded;

  return html`<ul class="findings">
      ${whole.map(findingWhole)}${rest.map(short)}
    </ul>
    ${over.length > 0 && endedFindings(over, isStatic === true)}`;
}

function divided(
  standing: readonly Finding[],
  metric: string,
): { readonly whole: readonly Finding[]; readonly rest: readonly Finding[] } {
  const sorted = worstFirst(standing);
  const ofMetric = sorted.filter((finding) => finding.metric === metric);
  const whole = (ofMetric.length > 0 ? ofMetric : sorted.slice(0, 1)).slice(0, MAX_WHOLE);

  return { whole, rest: sorted.filter((finding) => !whole.includes(finding)) };
}

/** On paper nothing can be clicked, and what is over is counted only. */
function endedFindings(over: readonly Finding[], isStatic: boolean): Html {
  const words = `${formatCount(over.length, 'finding')} of this time that ended`;
  if (isStatic) return html`<p class="small">${words}.</p>`;

  return html`<details class="more-findings">
    <summary>${words}</summary>
    <ul class="findings">
      ${over.map(findingFolded)}
    </ul>
  </details>`;
}

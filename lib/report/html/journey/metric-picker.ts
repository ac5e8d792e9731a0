import type { JourneyPage } from '../../../core/dashboard/journey/journey-page.ts';
import { formatMany } from '../../format/trend-format.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/page-view.ts';
import { name } from '../parts/texts.ts';

/** More metrics than this are behind a click. */
const MAX_AT_ONCE = 14;

/** The metrics whose percentiles can be looked at, as links; null: there is nothing to choose. */
export function metricPicker(page: JourneyPage, { links }: PageContext): Html | null {
  const items = page.metrics.flatMap((metric) => {
    const href = links.journey(page.journey, { range: page.range, metric });
    return href === null || href.startsWith('#') ? [] : [{ metric, href }];
  });
  if (items.length < 2) return html`<p class="metric-name">${name(page.metric)}</p>`;
  const shown = items.filter(({ metric }, index) => index < MAX_AT_ONCE || metric === page.metric);
  const folded = items.filter((item) => !shown.includes(item));

  return html`<nav class="metric-picker" aria-label="Metric">
    ${list(shown, page)}
    ${
      folded.length > 0 &&
      html`<details>
        <summary class="small">${formatMany(folded.length, 'more metric')}</summary>
        ${list(folded, page)}
      </details>`
    }
  </nav>`;
}

function list(
  items: readonly { readonly metric: string; readonly href: string }[],
  page: JourneyPage,
): Html {
  return html`<ul class="choices is-wrapping">
    ${items.map(
      ({ metric, href }) =>
        html`<li>
          <a href="${href}" ${metric === page.metric && html`aria-current="true"`}
            >${name(metric)}</a
          >
        </li>`,
    )}
  </ul>`;
}

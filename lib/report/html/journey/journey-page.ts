import type { JourneyPage } from '../../../core/dashboard/journey/journey-page.ts';
import { type Html, html } from '../parts/html.ts';
import { bandsMultiples, hasSteps, stepMultiples } from './journey-charts.ts';
import { alarmList, budgetsTable, noteList, regionsTable, runLists } from './journey-sections.ts';
import { findingsSection } from './journey-findings.ts';
import { vitalsTable } from './journey-vitals.ts';
import type { PageContext, HtmlPage } from '../parts/html-page.ts';
import { rangePicker } from '../parts/range-picker.ts';
import { commandLine, emptyState, name, part } from '../parts/texts.ts';
import { formatRangeLength, rangeTimes } from '../parts/times.ts';
import { formatCount } from '../../format/count.ts';

/** A journey over a time range: state, percentiles, findings, budgets, steps, vitals, runs, notes. */
export function journeyView(page: JourneyPage, context: PageContext): HtmlPage {
  return {
    title: page.journey,
    body: html`${head(page, context)}${contents(page, context)}`,
  };
}

function head(page: JourneyPage, { links, isStatic }: PageContext): Html {
  const { journey, metric, range } = page;
  const chosen = metric === 'duration' ? {} : { metric };

  return html`<div class="page-head">
    <div class="page-title">
      <h1>${name(journey)}</h1>
      ${page.description !== null && html`<p>${page.description}</p>`}
      <ul class="page-facts">
        ${facts(page).map((fact) => html`<li>${fact}</li>`)}
      </ul>
    </div>
    ${
      isStatic !== true &&
      rangePicker({
        range,
        nowMs: page.readAtMs,
        link: (other) => links.journey(journey, { range: other, ...chosen }),
        action: links.journey(journey)?.split('?')[0] ?? null,
        fields: chosen,
      })
    }
  </div>`;
}

function facts({ journeyKind, file, schedule, range }: JourneyPage): readonly Html[] {
  const known = [
    journeyKind === null ? null : html`${journeyKind} journey`,
    schedule === null ? html`no longer in the project` : html`${schedule}`,
    file === null ? null : html`<code>${file}</code>`,
    html`${formatRangeLength(range)}: ${rangeTimes(range)}`,
  ];

  return known.filter((fact) => fact !== null);
}

function contents(page: JourneyPage, context: PageContext): Html {
  const { links, idPrefix } = context;
  if (page.regions.length === 0) return nothingYet(page);
  const sections: readonly (readonly [id: string, title: string, body: Html | null])[] = [
    ['state', 'State', html`${alarmList(page)}${regionsTable(page, context)}`],
    [
      'percentiles',
      'Percentiles',
      html`${metricPicker(page, context)}${bandsMultiples(page, context)}`,
    ],
    ['findings', 'Findings', findingsSection(page, context)],
    ['budgets', 'Budgets', budgetsTable(page)],
    ['steps', 'Mean step durations', hasSteps(page) ? stepMultiples(page, context) : null],
    [
      'vitals',
      'Vitals',
      vitalsTable(page, {
        linkOf: (metric) => links.journey(page.journey, { range: page.range, metric }),
        hasSparks: context.isStatic !== true,
        hasGauges: context.isBrief !== true,
      }),
    ],
    ['runs', 'Latest runs', context.isBrief === true ? null : runLists(page, context)],
    ['notes', 'Notes', noteList(page)],
  ];

  return html`${sections.map(
    ([id, title, body]) => body !== null && part(title, body, `${idPrefix}${id}`),
  )}`;
}

function nothingYet({ journey }: JourneyPage): Html {
  return emptyState(
    'This journey has no run in this period.',
    html`Choose a longer range, or run it now: ${commandLine(`npx waywiser run ${journey}`)}.`,
  );
}

/** Number of metrics shown at once; the others are folded. */
const MAX_AT_ONCE = 14;

/** Links to the percentiles of each metric; in a report, only the name of the one shown. */
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
        <summary class="small">${formatCount(folded.length, 'more metric')}</summary>
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

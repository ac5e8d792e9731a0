import type { CostsPage } from '../../../core/dashboard/costs/costs-page.ts';
import type { JourneyPage } from '../../../core/dashboard/journey/journey-page.ts';
import type { OverviewPage } from '../../../core/dashboard/overview/overview-page.ts';
import { formatDay } from '../../format/trend-format.ts';
import { costsView } from '../costs/costs-page.ts';
import { type Html, html } from '../parts/html.ts';
import { journeyView } from '../journey/journey-page.ts';
import { overviewView } from '../overview/overview-page.ts';
import type { PageContext, PageView } from '../parts/page-view.ts';
import { journeyAnchor, REPORT_ANCHORS, reportLinks } from './report-links.ts';

/** What a report holds. */
export interface ReportPages {
  readonly overview: OverviewPage;
  readonly journeys: readonly JourneyPage[];
  /** Null: the report is of some journeys, not of the stage. */
  readonly costs: CostsPage | null;
}

/** Of more journeys each is told in brief: the whole is to be mailed and read. */
const MAX_AT_LENGTH = 10;

/** The same pages as the dashboard's, one after another, to be read without a server and printed. */
export function reportView({ overview, journeys, costs }: ReportPages): PageView {
  const names = journeys.map(({ journey }) => journey);
  const links = reportLinks(names, costs !== null);

  const brief = journeys.length > MAX_AT_LENGTH && ({ isBrief: true } as const);

  function context(idPrefix: string): PageContext {
    return { links, json: null, idPrefix, isStatic: true, ...brief };
  }

  const { fromMs, toMs } = overview.range;
  const title = `${overview.stage}, ${formatDay(fromMs, toMs)} to ${formatDay(toMs, toMs)}`;
  const sections = [
    section(REPORT_ANCHORS.overview, overviewView(overview, context('o-')).body),
    ...journeys.map((page, index) =>
      section(
        journeyAnchor(page.journey, names) ?? '',
        journeyView(page, context(`j${index + 1}-`)).body,
      ),
    ),
    ...(costs === null
      ? []
      : [section(REPORT_ANCHORS.costs, costsView(costs, context('c-')).body)]),
  ];

  return { title, body: html`${contents(names, costs !== null)}${sections}` };
}

function section(id: string, body: Html): Html {
  return html`<section class="report-part" id="${id}">${body}</section>`;
}

function contents(names: readonly string[], hasCosts: boolean): Html {
  return html`<nav class="report-contents" aria-label="Contents">
    <ol>
      <li><a href="#${REPORT_ANCHORS.overview}">Overview</a></li>
      ${names.map(
        (name) =>
          html`<li>
            <a href="#${journeyAnchor(name, names)}"><bdi>${name}</bdi></a>
          </li>`,
      )}
      ${hasCosts && html`<li><a href="#${REPORT_ANCHORS.costs}">Costs</a></li>`}
    </ol>
  </nav>`;
}

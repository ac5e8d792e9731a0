import type { CostsPage } from '../../core/dashboard/costs/costs-page.ts';
import type { JourneyPage } from '../../core/dashboard/journey/journey-page.ts';
import type { OverviewPage } from '../../core/dashboard/overview/overview-page.ts';
import { costsView } from './costs/costs-page.ts';
import { type Html, html } from './parts/html.ts';
import { journeyView } from './journey/journey-page.ts';
import { overviewView } from './overview/overview-page.ts';
import type { PageContext, PageLinks, HtmlPage } from './parts/html-page.ts';
import { formatDay } from '../format/instant.ts';

/** Pages of a report, in their order. */
export interface ReportPages {
  readonly overview: OverviewPage;
  readonly journeys: readonly JourneyPage[];
  /** Null: the report covers selected journeys, not the whole stage. */
  readonly costs: CostsPage | null;
}

/** With more journeys each gets a brief section, so that the file can be mailed. */
const MAX_AT_LENGTH = 10;

/** The dashboard's pages in one document that needs no server and can be printed. */
export function reportView({ overview, journeys, costs }: ReportPages): HtmlPage {
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

/** A stylesheet and the hash by which the Content-Security-Policy allows it. */
export interface ReportStyle {
  readonly css: string;
  /** Such as `sha256-…`, in base64. */
  readonly hash: string;
}

/**
 * The head of a report: its style, and a Content-Security-Policy under which it loads and runs
 * nothing. Throws a RangeError if the stylesheet contains `</style`.
 */
export function reportAssets({ css, hash }: ReportStyle): {
  readonly style: Html;
  readonly script: Html;
} {
  if (/<\/style/i.test(css)) {
    throw new RangeError('Cannot put a stylesheet with "</style" into a page; expected none');
  }
  const policy = `default-src 'none'; style-src '${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;

  return {
    // The hash covers exactly the text between the tags.
    style: html`<meta http-equiv="Content-Security-Policy" content="${policy}" />
      ${{ markup: `<style>${css}</style>` }}`,
    script: html``,
  };
}

/** Ids of the sections that every report may have. */
export const REPORT_ANCHORS = { overview: 'overview', costs: 'costs' } as const;

/** Id of a journey's section in a report of these journeys; null: it is not among them. */
export function journeyAnchor(journey: string, journeys: readonly string[]): string | null {
  const index = journeys.indexOf(journey);

  return index < 0 ? null : `journey-${index + 1}`;
}

/** Links within one file; null for pages that the report does not contain. */
export function reportLinks(journeys: readonly string[], hasCosts: boolean): PageLinks {
  return {
    overview: () => `#${REPORT_ANCHORS.overview}`,
    journey: (journey) => {
      const anchor = journeyAnchor(journey, journeys);
      return anchor === null ? null : `#${anchor}`;
    },
    run: () => null,
    compare: () => null,
    costs: () => (hasCosts ? `#${REPORT_ANCHORS.costs}` : null),
    evidence: () => null,
  };
}

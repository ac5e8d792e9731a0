import {
  OVERVIEW_STATES,
  type OverviewPage,
  type OverviewRow,
  type OverviewState,
} from '../../../core/dashboard/overview/overview-page.ts';
import { stateBadge } from '../parts/badges.ts';
import { findingItem, moreFindings, noFindings } from '../parts/finding-list.ts';
import { type Html, html } from '../parts/html.ts';
import { overviewTable } from './overview-rows.ts';
import type { PageContext, HtmlPage } from '../parts/html-page.ts';
import { rangePicker } from '../parts/range-picker.ts';
import { commandLine, emptyState, part } from '../parts/texts.ts';
import { formatRangeLength, rangeTimes } from '../parts/times.ts';
import { formatCount } from '../../format/count.ts';

/** Number of findings shown at once; the others are folded. */
const MAX_AT_ONCE = 5;
/** A shorter list fits a screen and needs no filter. */
const MIN_TO_FILTER = 8;

/** The first page: series by state, open findings, then every journey by region, worst first. */
export function overviewView(page: OverviewPage, context: PageContext): HtmlPage {
  return { title: 'Overview', body: html`${head(page, context)}${contents(page, context)}` };
}

function head(page: OverviewPage, { links, isStatic }: PageContext): Html {
  const journeys = new Set(page.rows.map(({ journey }) => journey)).size;
  const regions = new Set(page.rows.map(({ region }) => region)).size;

  return html`<div class="page-head">
    <div class="page-title">
      <h1>Overview</h1>
      <ul class="page-facts">
        <li>${formatCount(journeys, 'journey')} in ${formatCount(regions, 'region')}</li>
        <li>${formatRangeLength(page.range)}: ${rangeTimes(page.range)}</li>
      </ul>
    </div>
    ${
      isStatic !== true &&
      rangePicker({
        range: page.range,
        nowMs: page.readAtMs,
        link: (range) => links.overview(range),
        action: links.overview(null)?.split('?')[0] ?? null,
      })
    }
  </div>`;
}

function contents(page: OverviewPage, context: PageContext): Html {
  if (page.rows.length === 0) return nothingYet();
  const id = `${context.idPrefix}journeys`;

  const isNew = page.source === 'local' && page.rows.every(({ last }) => last === null);

  return html`${isNew && howToBegin()}${tally(page.rows)}${findings(page, context)}
  ${part(
    'Journeys',
    html`${
      page.rows.length >= MIN_TO_FILTER &&
      html`<input
        class="filter"
        type="search"
        data-filter="overview"
        aria-label="Filter journeys by name, region or state"
        placeholder="Filter by name, region or state"
        hidden
      />`
    }
    ${overviewTable(page, context)}`,
    id,
  )}`;
}

function nothingYet(): Html {
  return emptyState(
    'No journey has run yet.',
    html`Write one with ${commandLine('npx waywiser new')}, run it with
    ${commandLine('npx waywiser run')}, or run all on their schedules with
    ${commandLine('npx waywiser dev')}. Runs appear here as they finish.`,
  );
}

/** Shown when the project has journeys and none of them has run on this machine. */
function howToBegin(): Html {
  return emptyState(
    'None of these journeys has run on this machine yet.',
    html`Run one with ${commandLine('npx waywiser run NAME')}, or run all on their schedules with
    ${commandLine('npx waywiser dev')}. Runs appear here as they finish.`,
  );
}

/** Number of series in each state, the worst first; states without a series are left out. */
function tally(rows: readonly OverviewRow[]): Html {
  const counts = OVERVIEW_STATES.map((state) => ({ state, count: countOf(rows, state) }));

  return html`<ul class="tally" aria-label="Journeys and regions by state">
    ${counts
      .filter(({ count }) => count > 0)
      .map(({ state, count }) => html`<li><b>${count}</b> ${stateBadge(state)}</li>`)}
  </ul>`;
}

function countOf(rows: readonly OverviewRow[], state: OverviewState): number {
  return rows.filter((row) => row.state === state).length;
}

function findings(page: OverviewPage, context: PageContext): Html {
  const { findings: all, moreFindings: more } = page;
  const title = 'Findings';
  const id = `${context.idPrefix}findings`;
  if (all.length === 0) {
    const quiet = 'No open findings';
    const trends = page.rows.map(({ trend }) => trend);
    return part(
      title,
      html`<p>${noFindings({ trends, quiet, of: 'series', nowMs: page.readAtMs })}</p>`,
      id,
    );
  }
  const items = all.map((finding) => findingItem(finding, context.links, page.range));
  const folded = items.slice(MAX_AT_ONCE);

  return part(
    title,
    html`<ul class="findings">
        ${items.slice(0, MAX_AT_ONCE)}
      </ul>
      ${
        folded.length > 0 &&
        html`<details class="more-findings">
          <summary>${formatCount(folded.length, 'more finding')}</summary>
          <ul class="findings">
            ${folded}
          </ul>
        </details>`
      }
      ${moreFindings(more)}`,
    id,
  );
}

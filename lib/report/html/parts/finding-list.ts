import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import type { Explanation } from '../../../core/explain/explanation.ts';
import type { Finding } from '../../../core/trends/finding.ts';
import {
  amountOf,
  describeDecomposition,
  describeReasons,
  MACHINE_TEXT,
  MAX_CAUSES,
  describeRegions,
  type TermRow,
  termRows,
} from '../../format/describe-explanation.ts';
import { isWorse } from '../../../core/trends/finding-badness.ts';
import { causeFacts, describePossibleCause } from '../../format/describe-possible-cause.ts';
import { describeTrendStatus } from '../../format/describe-trend-status.ts';
import { describeResolution, describeSubject, findingName } from '../../format/describe-finding.ts';
import { badge } from './badges.ts';
import { coordinate } from '../charts/chart-paths.ts';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import type { PageLinks } from './html-page.ts';
import { dataTable } from './tables.ts';
import { name, nameLink } from './texts.ts';
import { instant } from './times.ts';
import type { TrendStatus } from '../../../core/trends/trend-status.ts';
import { formatCount } from '../../format/count.ts';
import { formatProbabilityOf } from '../../format/number.ts';

const BAR_WIDTH = 100;
const SIDES = { before: 'before', after: 'after' };

/** A finding with a short explanation and a link to its journey over a range: `li.finding`. */
export function findingItem(finding: Finding, links: PageLinks, range: PageRange): Html {
  const { journey, region, metric, explanation } = finding;
  const href = links.journey(journey, { range, metric });

  return html`<li class="finding">
    ${findingMark(finding)}
    <p>
      <b>${nameLink(journey, href)}</b> <span class="small">${name(region)}</span>
      ${findingSentence(finding)}
    </p>
    ${explanation !== null && reasonLine(explanation)}
  </li>`;
}

/** A finding with its full explanation: breakdown of the time, coincidences, regions. */
export function findingWhole(finding: Finding): Html {
  return html`<li class="finding is-whole">
    ${findingMark(finding)}
    <p>${findingHead(finding)}</p>
    ${findingBody(finding)}
  </li>`;
}

function findingHead(finding: Finding): Html {
  return html`<b>${name(finding.region)}</b> ${findingSentence(finding)}`;
}

function findingBody(finding: Finding): Html {
  const { explanation, foundAt, confirmedAt } = finding;

  return html`<p class="small">
      Detected ${instant(foundAt)}, last confirmed
      ${instant(confirmedAt)}${finding.q !== null && html`, ${formatProbabilityOf('q', finding.q)}`}${finding.unconfirmedSince !== null && html`, unconfirmed since ${instant(finding.unconfirmedSince)}`}.
    </p>
    ${explanation !== null && explanationBlock(explanation)}`;
}

/** A finding as one line that opens to its full explanation. */
export function findingFolded(finding: Finding): Html {
  return html`<li class="finding">
    ${findingMark(finding)}
    <details class="more-of-finding">
      <summary>${findingHead(finding)}</summary>
      ${findingBody(finding)}
    </details>
  </li>`;
}

/** A finding as one line, for reports, where nothing can be unfolded. */
export function findingShort(finding: Finding): Html {
  return html`<li class="finding">
    ${findingMark(finding)}
    <p>${findingHead(finding)}</p>
  </li>`;
}

/** Explanation of a change: the terms of the difference, which add up, and what it coincides with. */
export function explanationBlock(explanation: Explanation, sides = SIDES): Html {
  const { decomposition, causes, instrument, regions } = explanation;
  const more = causes.length - MAX_CAUSES;

  return html`<div class="explanation">
    ${
      decomposition !== null &&
      html`<p>${describeDecomposition(decomposition, sides)}</p>
        ${termTable(termRows(decomposition))}`
    }
    ${
      causes.length > 0 &&
      html`<ul class="causes" aria-label="Coincides with">
        ${causes.slice(0, MAX_CAUSES).map((cause) => html`<li>${describePossibleCause(cause)}${causeFacts(cause).map((fact) => html` <span class="small">· ${fact}</span>`)}</li>`)}
        ${more > 0 && html`<li class="small">and ${more} more</li>`}
      </ul>`
    }
    ${instrument && html`<p class="is-warn">${MACHINE_TEXT}</p>`}
    ${regions !== null && html`<p class="small">Regions: ${describeRegions(regions)}</p>`}
  </div>`;
}

/** The terms of a difference with bars on one scale, and their sum. */
function termTable(rows: readonly TermRow[]): Html {
  const longest = Math.max(...rows.map(({ tenths }) => Math.abs(tenths)), 1);
  const total = rows.reduce((sum, { tenths }) => sum + tenths, 0);

  return html`<div class="terms">
    ${dataTable({
      caption: 'Change by part of the run',
      isNarrow: true,
      columns: [
        { title: 'part' },
        { title: 'change', align: 'end' },
        { title: 'relative to the largest', quiet: true },
      ],
      rows: [
        ...rows.map((row) => [name(row.name), amountOf(row.tenths), termBar(row, longest)]),
        [html`<b>total</b>`, html`<b>${amountOf(total)}</b>`, null],
      ],
    })}
  </div>`;
}

function termBar({ tenths }: TermRow, longest: number): Html {
  return html`<svg
    class="term-bar ${tenths < 0 ? 'is-good' : 'is-bad'}"
    aria-hidden="true"
    viewBox="0 0 ${BAR_WIDTH} 10"
    preserveAspectRatio="none"
  >
    <rect width="${coordinate((Math.abs(tenths) / longest) * BAR_WIDTH)}" height="10" />
  </svg>`;
}

function findingMark(finding: Finding): Html {
  if (finding.resolved !== null) return badge({ tone: 'calm', icon: 'passed', word: 'resolved' });

  return isWorse(finding)
    ? badge({ tone: 'bad', icon: 'worse', word: 'worse' })
    : badge({ tone: 'good', icon: 'better', word: 'better' });
}

function findingSentence(finding: Finding): Html {
  const { resolved, metric, foundAt } = finding;
  if (resolved !== null) {
    return html`${findingName(finding)} was resolved ${instant(resolved.at)}:
    ${describeResolution(resolved)}`;
  }

  return html`${name(metric)}
  ${describeSubject(finding, { form: 'full', nowMs: Date.parse(foundAt) })}`;
}

function reasonLine(explanation: Explanation): Html | null {
  const reasons = describeReasons(explanation);
  if (reasons.length === 0) return null;

  return html`<p class="small">${reasons.join(' · ')}</p>`;
}

/** Number of findings that are not listed; null: all are. */
export function moreFindings(count: number): Html | null {
  if (count === 0) return null;

  return html`<p class="small">
    ${icon('note')} ${formatCount(count, 'more finding')} in other series, listed on the pages of
    their journeys.
  </p>`;
}

/** Trends of the series that have no findings, and the words for them. */
export interface SeriesWithoutFindings {
  readonly trends: readonly TrendStatus[];
  /** Text where all series were analysed, without its full stop. */
  readonly quiet: string;
  /** What has a trend, in the plural: `series`. */
  readonly of: string;
  /** The time of reading, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** Says that there are no findings; for series that could not be analysed, why. */
export function noFindings({ trends, quiet, of, nowMs }: SeriesWithoutFindings): string {
  const unknown = trends.filter(({ direction }) => direction === 'unknown');
  if (unknown.length === 0) return `${quiet}.`;
  const reasons = [...new Set(unknown.map((trend) => describeTrendStatus(trend, nowMs)))];
  const [reason = ''] = reasons;
  const why = reasons.length === 1 ? reason : 'see the Trend column';
  if (unknown.length < trends.length) {
    return `${quiet}. No trend yet for ${unknown.length} of ${trends.length} ${of}: ${why}.`;
  }

  return reasons.length === 1
    ? `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`
    : `No trends yet: ${why}.`;
}

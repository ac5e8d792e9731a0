import type { RequestRecord, RunRecord } from '../../../core/record/run-record.ts';
import { PHASES } from '../../terminal/run/request-phases.ts';
import { commonOrigin, isFailedRequest, shortAddress } from '../../terminal/run/run-requests.ts';
import { cleanText, truncateMiddle } from '../../format/terminal-text.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { axisBackdrop, axisLabels, axisSpan, type RunAxis } from './run-axis.ts';
import { requestFacts } from './run-request-facts.ts';
import { part } from '../parts/texts.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

/** Number of requests shown at once; the others are folded. */
const MAX_REQUESTS = 60;
/** Longest address in a row; the request's details have all of it. */
const ADDRESS_COLUMNS = 72;

/** Passed on to every row of a waterfall. */
interface Waterfall {
  readonly record: RunRecord;
  readonly axis: RunAxis;
  readonly origin: string | null;
}

/** Every request on the run's time axis, phases in colours; a row opens to the request's details. */
export function runRequestsPart(
  record: RunRecord,
  axis: RunAxis,
  context: PageContext,
): Html | null {
  const requests = record.requests.toSorted((one, other) => one.startMs - other.startMs);
  if (requests.length === 0) return null;
  const waterfall: Waterfall = { record, axis, origin: commonOrigin(requests) };
  const [shown, more] = [requests.slice(0, MAX_REQUESTS), requests.slice(MAX_REQUESTS)];

  return part(
    'Requests',
    html`<p class="small">${describeRequests(record, waterfall.origin)}</p>
      ${legend(requests)}
      <div class="run-rows waterfall">
        ${axisBackdrop(axis, record.steps)}
        <div class="run-row run-axis-row">${axisLabels(axis)}</div>
        ${shown.map((request) => requestRow(request, waterfall))}
        ${
          more.length > 0 &&
          html`<details class="run-more">
            <summary>${formatCount(more.length, 'more request')}</summary>
            ${more.map((request) => requestRow(request, waterfall))}
          </details>`
        }
      </div>`,
    `${context.idPrefix}requests`,
  );
}

function requestRow(request: RequestRecord, waterfall: Waterfall): Html {
  const failed = isFailedRequest(request, waterfall.record);
  const address = shortAddress(request.url, waterfall.origin);
  const method = request.method === 'GET' ? '' : `${request.method} `;

  return html`<details class="request ${failed ? 'is-failed' : 'is-fine'}">
    <summary class="run-row">
      <span class="row-name"
        ><span class="status">${request.status ?? 'none'}</span> ${method}<bdi
          >${truncateMiddle(cleanText(address), ADDRESS_COLUMNS)}</bdi
        ></span
      >
      <span class="row-took">${formatDuration(request.totalMs)}</span>
      ${requestBar(request, waterfall.axis)}
    </summary>
    ${requestFacts(request)}
  </details>`;
}

/** One rectangle for each phase, each starting where the previous one ends. */
function requestBar({ startMs, totalMs, phases }: RequestRecord, axis: RunAxis): Html {
  const whole = axisSpan(axis, startMs, startMs + totalMs);
  let fromMs = startMs;
  const bars = PHASES.map(({ name, key }) => {
    const ms = phases[key];
    if (ms === null || ms <= 0) return null;
    const { x, width } = axisSpan(axis, fromMs, fromMs + ms);
    fromMs += ms;
    return html`<rect class="phase-${name}" x="${x}" y="5" width="${width}" height="10" />`;
  });

  return html`<svg class="row-bar" aria-hidden="true">
    <rect class="extent" x="${whole.x}" y="5" width="${whole.width}" height="10" />
    ${bars}
  </svg>`;
}

/** Legend of the phases that occur. */
function legend(requests: readonly RequestRecord[]): Html {
  const present = PHASES.filter(({ key }) => requests.some(({ phases }) => (phases[key] ?? 0) > 0));

  return html`<ul class="legend" aria-label="Colours of the phases">
    ${present.map(
      ({ name }) =>
        html`<li>
          <svg class="key" width="12" height="10" aria-hidden="true">
            <rect class="phase-${name}" width="12" height="10" />
          </svg>
          ${name}
        </li>`,
    )}
  </ul>`;
}

function describeRequests(record: RunRecord, origin: string | null): Html {
  const { requests, omitted } = record;
  const failed = requests.filter((request) => isFailedRequest(request, record)).length;
  const left = omitted.requests ?? 0;

  return html`${formatCount(requests.length, 'request')}${failed > 0 && `, ${failed} failed`}${describeSize(requests)}${
    origin !== null && html`. Addresses without a host belong to <bdi class="long">${origin}</bdi>`
  }.
  ${left > 0 && `${formatCount(left, 'more request')} not stored in this record.`} Open a row for
  details.`;
}

/** Total size; a lower bound where some sizes are unknown. */
function describeSize(requests: readonly RequestRecord[]): string {
  const sizes = requests.flatMap(({ sizeBytes }) => (sizeBytes === null ? [] : [sizeBytes]));
  if (sizes.length === 0) return '';
  const sum = formatBytes(sizes.reduce((total, size) => total + size, 0));
  const unknown = requests.length - sizes.length;

  return unknown === 0
    ? `, ${sum} received`
    : `, at least ${sum} received (size of ${unknown} unknown)`;
}

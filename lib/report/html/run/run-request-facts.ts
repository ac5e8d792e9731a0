import type { RequestRecord, TlsFacts } from '../../../core/record/run-record.ts';
import { PHASES } from '../../terminal/run/request-phases.ts';
import { type Fact, factList } from '../parts/tables.ts';
import { type Html, html } from '../parts/html.ts';
import { foldedText, name } from '../parts/texts.ts';
import { instant } from '../parts/times.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration, formatMicroseconds } from '../../format/duration.ts';
import { describeMalformation } from '../../format/describe-malformation.ts';
import { formatShare } from '../../format/share.ts';

/** Details of a request: its phases, which add up as printed, then everything else recorded. */
export function requestFacts(request: RequestRecord): Html {
  return html`<div class="request-facts">
    ${phaseTable(request)} ${factList(factsOf(request))}
  </div>`;
}

/** To the microsecond: phases are recorded in whole microseconds and add up exactly. */
function phaseTable({ phases, totalMs }: RequestRecord): Html {
  const rows = PHASES.map(({ name: phase, key }) => ({ phase, ms: phases[key] }));

  return html`<table class="phases">
    <caption class="visually-hidden">
      Phases
    </caption>
    <tbody>
      ${rows.map(
        ({ phase, ms }) =>
          html`<tr>
            <th scope="row">
              <svg class="key" width="12" height="10" aria-hidden="true">
                <rect class="phase-${phase}" width="12" height="10" /></svg
              >${phase}
            </th>
            ${ms === null ? html`<td class="none" colspan="2">none</td>` : phaseCells(ms, totalMs)}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">total</th>
        <td>${formatMicroseconds(totalMs)}</td>
        <td></td>
      </tr>
    </tfoot>
  </table>`;
}

function phaseCells(ms: number, totalMs: number): Html {
  return html`<td>${formatMicroseconds(ms)}</td>
    <td>${totalMs > 0 && formatShare(ms / totalMs)}</td>`;
}

function factsOf(request: RequestRecord): readonly Fact[] {
  const { method, url, status, error, startMs, sizeBytes, step, resourceType } = request;
  const facts: readonly Fact[] = [
    ['request', html`${name(method)} ${foldedText(url)}`],
    ['error', error === null ? null : html`<span class="bad">${foldedText(error)}</span>`],
    ['status', status === null ? 'no response' : String(status)],
    ['started', `${formatDuration(startMs)} after the start of the run`],
    ['step', step === null ? 'none' : name(step)],
    ['type', name(resourceType)],
    ['size', sizeBytes === null ? 'unknown' : `${formatBytes(sizeBytes)} transferred`],
    ['connection', CONNECTIONS[request.connection]],
    ['address', request.remoteAddress === null ? null : name(request.remoteAddress)],
    ['protocol', request.protocol === null ? null : name(request.protocol)],
    ['server', request.server === undefined ? null : foldedText(request.server)],
    ['cache', request.cache === undefined ? null : foldedText(request.cache)],
    ['before the answer', interimText(request)],
    ['malformed', malformedText(request)],
  ];

  return [...facts, ...(request.tls === null ? [] : tlsFacts(request.tls))];
}

function interimText({ interim = [] }: RequestRecord): string | null {
  const texts = interim.map(({ status, atMs }) => `${status} after ${formatDuration(atMs)}`);

  return texts.length === 0 ? null : texts.join(', ');
}

function malformedText({ malformed = [] }: RequestRecord): string | null {
  return malformed.length === 0 ? null : malformed.map(describeMalformation).join('; ');
}

const CONNECTIONS: Readonly<Record<RequestRecord['connection'], string>> = {
  new: 'new',
  reused: 'reused: no DNS lookup, no handshake',
  cache: 'none: served from the browser’s cache',
  none: 'none',
  unknown: 'unknown: the browser reports it only with a response',
};

function tlsFacts({ protocol, issuer, subject, validTo, daysToExpiry }: TlsFacts): readonly Fact[] {
  return [
    ['TLS', name(protocol)],
    ['certificate', subject === null ? null : foldedText(subject)],
    ['issuer', issuer === null ? null : foldedText(issuer)],
    [
      'valid until',
      validTo === null
        ? null
        : html`${instant(validTo)}${daysToExpiry !== null && html`, ${describeExpiry(daysToExpiry)}`}`,
    ],
  ];
}

function describeExpiry(days: number): string {
  return days < 0 ? `expired ${formatCount(-days, 'day')} ago` : `in ${formatCount(days, 'day')}`;
}

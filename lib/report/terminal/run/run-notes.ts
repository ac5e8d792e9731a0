import type { RequestRecord, RunRecord, TlsFacts } from '../../../core/record/run-record.ts';
import { refusedLines } from './run-refused.ts';
import { flow, type Line, type Screen, span } from '../text/styled-line.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

/** Certificates that expire sooner than this are shown: a month leaves time to renew them. */
export const TLS_WARNING_DAYS = 30;

/** The region of runs on the author's machine. */
const LOCAL_REGION = 'local';

const NO_SANDBOX =
  'the browser runs without its sandbox (as root, in a container, or where the system forbids it): open only pages that you trust';

/** Notes below the timings of a run: instrument, certificates that expire soon, the journey's log. */
export function noteLines(record: RunRecord, screen: Screen, verbose: boolean): readonly Line[] {
  return [
    ...instrumentLines(record, screen, verbose),
    ...(verbose ? sandboxLines(record) : []),
    ...refusedLines(record, screen, verbose),
    ...certificateLines(record.requests),
    ...logLines(record, verbose),
    ...omittedLines(record),
  ];
}

function instrumentLines(record: RunRecord, screen: Screen, verbose: boolean): readonly Line[] {
  const { instrument } = record;
  if (instrument.off.length > 0) {
    return [[span('  instrument off  ', 'yellow'), span(instrument.off.join('; '))]];
  }
  if (!verbose) return [];

  const facts = [
    instrument.cold ? 'cold' : 'warm',
    `node ${instrument.nodeVersion}`,
    ...(instrument.chromiumVersion === null ? [] : [`chromium ${instrument.chromiumVersion}`]),
    ...(instrument.browserMode === null ? [] : [instrument.browserMode]),
    ...(instrument.containment === undefined ? [] : [`${instrument.containment} containment`]),
    ...measured('cpu check', instrument.cpuCheckMs, formatDuration),
    ...measured('longest event loop delay', instrument.eventLoopDelayMaxMs, formatDuration),
    ...measured('stalled', instrument.stalledMs ?? null, formatDuration),
    ...measured('memory', instrument.memoryBytes, formatBytes),
  ];
  return flow(
    [span('  instrument  ', 'dim')],
    facts.map((fact) => [span(fact, 'dim')]),
    screen,
  );
}

/** In AWS no browser has a sandbox, and the role is minimal; here it runs as the author. */
function sandboxLines({ instrument, region }: RunRecord): readonly Line[] {
  if (region !== LOCAL_REGION || instrument.browserSandbox !== false) return [];

  return [[span('  no sandbox      ', 'yellow'), span(NO_SANDBOX)]];
}

function measured(
  name: string,
  value: number | null,
  format: (value: number) => string,
): readonly string[] {
  return value === null ? [] : [`${name} ${format(value)}`];
}

function certificateLines(requests: readonly RequestRecord[]): readonly Line[] {
  const soonest = new Map<string, TlsFacts>();
  for (const { url, tls } of requests) {
    const host = /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1];
    if (tls !== null && host !== undefined) soonest.set(host, tls);
  }

  return [...soonest].flatMap(([host, { daysToExpiry, validTo }]) => {
    if (daysToExpiry === null || daysToExpiry >= TLS_WARNING_DAYS) return [];
    const when =
      daysToExpiry < 0
        ? `expired ${formatCount(-daysToExpiry, 'day')} ago`
        : `expires in ${formatCount(daysToExpiry, 'day')}`;
    const date = validTo === null ? '' : ` (${validTo.slice(0, 10)})`;
    return [[span('  certificate  ', 'yellow'), span(`of ${host} ${when}${date}`)]];
  });
}

function logLines(record: RunRecord, verbose: boolean): readonly Line[] {
  if (!verbose) return [];

  return record.log.map(({ atMs, text }, index): Line => [
    span(index === 0 ? '  log  ' : '       ', 'dim'),
    span(`${formatDuration(atMs)}  `, 'dim'),
    span(text),
  ]);
}

function omittedLines(record: RunRecord): readonly Line[] {
  const parts = Object.entries(record.omitted)
    .filter(([, count]) => count > 0)
    .map(([list, count]) => `${count} ${list}`);
  if (parts.length === 0) return [];

  return [[span(`  left out of this record  ${parts.join(', ')}`, 'dim')]];
}

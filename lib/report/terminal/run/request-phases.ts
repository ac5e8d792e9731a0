import type { RequestPhases, RequestRecord } from '../../../core/record/run-record.ts';
import type { Style } from '../text/paint.ts';
import type { Segment } from './waterfall.ts';
import { describeMalformation } from '../../format/describe-malformation.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatDuration } from '../../format/duration.ts';
import { visibleWidth } from '../../format/terminal-text.ts';

/** One phase of a request: its name on screen, its colour, its fill without colours. */
export interface Phase {
  readonly name: string;
  readonly key: keyof RequestPhases;
  readonly style: Style;
  readonly fill: string;
  readonly asciiFill: string;
}

/**
 * The phases in the order in which they take place. What is unaccounted is preparing and queueing,
 * before all else: neither source of requests measures anything behind the last byte.
 */
export const PHASES: readonly Phase[] = [
  { name: 'unaccounted', key: 'unaccountedMs', style: 'dim', fill: '·', asciiFill: '-' },
  { name: 'dns', key: 'dnsMs', style: 'magenta', fill: '░', asciiFill: 'd' },
  { name: 'tcp', key: 'tcpMs', style: 'yellow', fill: '▒', asciiFill: 'c' },
  { name: 'tls', key: 'tlsMs', style: 'red', fill: '▓', asciiFill: 't' },
  { name: 'send', key: 'sendMs', style: 'cyan', fill: '╌', asciiFill: 's' },
  { name: 'wait', key: 'waitMs', style: 'green', fill: '─', asciiFill: 'w' },
  { name: 'receive', key: 'receiveMs', style: 'blue', fill: '█', asciiFill: 'r' },
];

/** Phases shorter than this, without a bar of their own, need no number either. */
const NEGLIGIBLE_MS = 0.005;

/** The phases of a request as stretches of time that follow each other. */
export function phaseSegments(request: RequestRecord, ascii: boolean): readonly Segment[] {
  const segments: Segment[] = [];
  let startMs = request.startMs;
  for (const phase of PHASES) {
    const ms = request.phases[phase.key];
    if (ms === null || ms <= 0) continue;
    const fill = ascii ? phase.asciiFill : phase.fill;
    segments.push({ startMs, endMs: startMs + ms, style: phase.style, fill });
    startMs += ms;
  }

  return segments;
}

/**
 * How a request was connected, its phases with their times, and its size. Phases that fit in the
 * columns are one part; a part that is cut would print other numbers.
 */
export function describeRequest(
  request: RequestRecord,
  columns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const size = request.sizeBytes === null ? [] : [formatBytes(request.sizeBytes)];
  const interim = (request.interim ?? []).map(
    ({ status, atMs }) => `${status} after ${formatDuration(atMs)}`,
  );

  return [
    ...formatConnection(request),
    ...phaseTexts(request.phases, columns),
    ...interim,
    ...size,
    ...(request.malformed ?? []).map((each) => `malformed: ${describeMalformation(each)}`),
  ];
}

/** One unit for all where that is possible: `dns 2.0, tcp 1.0, wait 14.0 ms`. */
function phaseTexts(phases: RequestPhases, columns: number): readonly string[] {
  const times = PHASES.filter(({ key }) => isWorthANumber(phases, key)).map(({ name, key }) => ({
    name,
    time: formatDuration(phases[key] ?? Number.NaN),
  }));
  if (times.length === 0) return [];

  const allMs = times.every(({ time }) => time.endsWith(' ms'));
  const bare = times.map(({ name, time }) => `${name} ${allMs ? time.slice(0, -3) : time}`);
  const text = bare.join(', ') + (allMs ? ' ms' : '');

  return visibleWidth(text) <= columns ? [text] : times.map(({ name, time }) => `${name} ${time}`);
}

function isWorthANumber(phases: RequestPhases, key: keyof RequestPhases): boolean {
  const ms = phases[key];
  if (ms === null) return false;

  return key !== 'unaccountedMs' || Math.abs(ms) >= NEGLIGIBLE_MS;
}

function formatConnection(request: RequestRecord): readonly string[] {
  switch (request.connection) {
    case 'new':
    case 'unknown':
      return [];
    case 'reused':
      return ['connection reused'];
    case 'cache':
      return ['from cache'];
    case 'none':
      return ['no connection'];
  }
}

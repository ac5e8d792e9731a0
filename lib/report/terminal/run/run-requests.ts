import type { RequestRecord, RunRecord, StepRecord } from '../../../core/record/run-record.ts';
import { describeRequest, PHASES, phaseSegments } from './request-phases.ts';
import { columnsOf, flow, glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { cleanText, truncateMiddle, visibleWidth } from '../../format/terminal-text.ts';
import { type TimeAxis, visibleSegments } from './waterfall.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

/** Requests shown in a step of a browser journey, which has dozens; API journeys have few. */
const SHOWN = { browser: 2, api: 4 } as const;
const FIRST_ERROR_STATUS = 400;
/** Between the end of a run and the moment at which its last requests are given up. */
const CUT_OFF_MARGIN_MS = 50;

/** The requests of one step that are worth a line, in order of start, and the rest. */
export interface RequestSelection {
  readonly shown: readonly RequestRecord[];
  readonly hidden: readonly RequestRecord[];
}

/**
 * Whether a request did not complete or was answered with an error. One that was still under way
 * when its run passed did not fail: nothing waited for it.
 */
export function isFailedRequest(request: RequestRecord, record: RunRecord): boolean {
  if ((request.status ?? 0) >= FIRST_ERROR_STATUS) return true;

  return request.error !== null && !wasCutOff(request, record);
}

function wasCutOff(request: RequestRecord, record: RunRecord): boolean {
  const endMs = request.startMs + request.totalMs;

  return record.outcome === 'passed' && endMs >= record.durationMs - CUT_OFF_MARGIN_MS;
}

/** Picks the failed requests first, then the slowest. */
export function selectRequests(
  requests: readonly RequestRecord[],
  record: RunRecord,
  verbose: boolean,
): RequestSelection {
  const limit = verbose ? requests.length : SHOWN[record.kind];
  const ranked = requests.toSorted(
    (a, b) =>
      Number(isFailedRequest(b, record)) - Number(isFailedRequest(a, record)) ||
      b.totalMs - a.totalMs,
  );
  const chosen = new Set(ranked.slice(0, limit));

  return {
    shown: requests.filter((request) => chosen.has(request)).toSorted(byStart),
    hidden: requests.filter((request) => !chosen.has(request)),
  };
}

/** The requests that began in a step; of steps with the same name, in the latest that had begun. */
export function requestsOf(record: RunRecord, step: StepRecord | null): readonly RequestRecord[] {
  return record.requests.filter((request) => stepOf(record, request) === step);
}

function stepOf(record: RunRecord, request: RequestRecord): StepRecord | null {
  const named = record.steps.filter(({ name }) => name === request.step);

  return named.findLast(({ startMs }) => startMs <= request.startMs) ?? named[0] ?? null;
}

/** The origin that most requests go to: it need not be repeated in every line. */
export function commonOrigin(requests: readonly RequestRecord[]): string | null {
  const counts = new Map<string, number>();
  for (const { url } of requests) {
    const origin = originOf(url);
    if (origin !== null) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }

  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** What the labels of a run's requests share. */
export interface LabelOptions {
  readonly screen: Screen;
  readonly record: RunRecord;
  /** Left out of addresses. */
  readonly origin: string | null;
}

/** A request's status, method and address within a number of cells. */
export function requestLabel(request: RequestRecord, options: LabelOptions, columns: number): Line {
  const glyphs = glyphsOf(options.screen);
  const failed = isFailedRequest(request, options.record);
  const mark = failed ? glyphs.outcome.failed : glyphs.separator;
  const status = request.status === null ? ` ${mark} ` : String(request.status);
  const method = `${cleanText(request.method)} `;
  const room = columns - visibleWidth(status) - 1 - visibleWidth(method);
  const address = truncateMiddle(shortAddress(request.url, options.origin), room, glyphs.ellipsis);

  return [
    span(status, failed ? 'red' : 'dim'),
    span(' '),
    span(method, 'dim'),
    failed ? span(address, 'red') : span(address),
  ];
}

/** The phases of a request with their times, on lines of their own. */
export function requestDetail(
  request: RequestRecord,
  indent: string,
  screen: Screen,
): readonly Line[] {
  const room = columnsOf(screen) - indent.length;
  const words = describeRequest(request, room).map((part): Line => [span(part, 'dim')]);
  const error: Line = request.error === null ? [] : [span(request.error, 'red')];

  return flow([span(indent)], [error, ...words], screen);
}

/** What the requests without a line of their own add up to; empty when there are none. */
export function hiddenRequests(hidden: readonly RequestRecord[], record: RunRecord): string {
  const slowest = Math.max(...hidden.map(({ totalMs }) => totalMs));
  const failed = hidden.filter((request) => isFailedRequest(request, record)).length;
  if (hidden.length === 0) return '';

  const trouble = failed === 0 ? '' : `, ${failed} failed`;
  return `+ ${formatCount(hidden.length, 'more request')}, none over ${formatDuration(slowest)}${trouble}${sizeOf(hidden)}`;
}

/** Their size together, where every one is known: a sum of some would read as all. */
function sizeOf(requests: readonly RequestRecord[]): string {
  const sizes = requests.flatMap(({ sizeBytes }) => (sizeBytes === null ? [] : [sizeBytes]));
  if (sizes.length < requests.length) return '';

  return `, ${formatBytes(sizes.reduce((sum, size) => sum + size, 0))}`;
}

/** What the colours of phases mean, for the phases that can be seen. */
export function phaseLegend(
  requests: readonly RequestRecord[],
  axis: TimeAxis,
  screen: Screen,
): Line {
  const ascii = screen.ascii === true;
  const segments = requests.flatMap((request) =>
    visibleSegments(axis, phaseSegments(request, ascii)),
  );
  const styles = new Set(segments.map(({ style }) => style));
  const shape = glyphsOf(screen).thin;

  return PHASES.filter(({ style }) => styles.has(style)).flatMap((phase, index) => [
    span(index === 0 ? '' : '  '),
    span(legendMark(screen, shape, ascii ? phase.asciiFill : phase.fill), phase.style),
    span(` ${phase.name}`, 'dim'),
  ]);
}

function legendMark(screen: Screen, shape: string, fill: string): string {
  return (screen.paint.coloured ? shape : fill).repeat(2);
}

/** An address without the origin that most share, or without `https://`. */
export function shortAddress(url: string, origin: string | null): string {
  const clean = cleanText(url);
  if (origin !== null && clean.startsWith(`${origin}/`)) return clean.slice(origin.length);

  return clean.replace(/^https?:\/\//, '');
}

function originOf(url: string): string | null {
  return /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? null;
}

function byStart(a: RequestRecord, b: RequestRecord): number {
  return a.startMs - b.startMs;
}

import { RunFailure } from '../../core/record/outcome.ts';
import type { Malformation } from '../../core/record/malformation.ts';

/** Status line and headers of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  /** `1.0`, `1.1` or, from an answer of HTTP/2, `2`: every other version of a status line counts as one of them. */
  readonly version: string;
  /** In the order of the answer. Names are in lower case, values are read as Latin-1. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly malformed: ReadonlySet<Malformation>;
}

/** Characters before the status line that Chromium skips. */
const MAX_SLOP = 4;
const SLOP = /^[^]{0,4}?http/i;

/** A head without any malformation; it needs no second inspection (RFC 9112, sections 4 and 5). */
const WELL_FORMED =
  /^HTTP\/1\.[01] [1-9]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*\r\n$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const STATUS_LINE = /^HTTP\/1\.[01] [1-9]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const OUTER_BLANKS = /^[\t ]+|[\t ]+$/g;
const MAX_SHOWN = 40;

/**
 * The first characters of an answer decide whether it is HTTP: the offset of its status line, null
 * while more bytes are needed. Throws when it is something else.
 */
export function statusLineStart(text: string, isComplete: boolean): number | null {
  const found = SLOP.exec(text)?.[0];
  if (found !== undefined) return found.length - 'http'.length;
  if (text.length < MAX_SLOP + 'http'.length && !isComplete) return null;
  throw protocol(
    `the answer is not HTTP: it begins with ${JSON.stringify(text.slice(0, MAX_SHOWN))}`,
  );
}

/** Where the head ends, behind its empty line; -1 while it is incomplete. Lines may end without CR. */
export function headEnd(bytes: Buffer, from: number): number {
  const proper = bytes.indexOf('\n\r\n', from, 'latin1');
  const within = proper === -1 ? bytes : bytes.subarray(0, proper + 1);
  const bare = within.indexOf('\n\n', from, 'latin1');
  if (bare !== -1) return bare + 2;

  return proper === -1 ? -1 : proper + 3;
}

/**
 * Reads a head as Chromium does (`HttpUtil::AssembleRawHeaders`, `HttpResponseHeaders::Parse`), and
 * notes what of it is malformed. Throws where Chromium refuses it.
 *
 * @param whole the head to its empty line, as Latin-1
 * @param start where its status line begins
 */
export function readHead(whole: string, start: number): AnswerHead {
  if (whole.includes('\0')) throw protocol('the headers have a NUL character');
  const text = whole.slice(start);
  const malformed = new Set<Malformation>();
  const isWellFormed = WELL_FORMED.test(text);
  const [statusLine = '', ...lines] = text.split(isWellFormed ? '\r\n' : /[\r\n]+/);
  const status = readStatusLine(statusLine);
  const headers = isWellFormed ? lines.flatMap(properField) : tolerantFields(lines, malformed);
  if (!isWellFormed) {
    noteLines(text, malformed);
    if (!STATUS_LINE.test(statusLine)) malformed.add('status-line');
  }
  refuseContradictions(headers);
  if (hasEmptyLocation(status.status, headers)) malformed.add('empty-location');

  return { ...status, headers, malformed };
}

/** The head of an answer in HTTP/2, which has no status text. Throws where Chromium refuses it. */
export function h2Head(status: number, headers: AnswerHead['headers']): AnswerHead {
  refuseContradictions(headers);
  const malformed = new Set<Malformation>();
  if (hasEmptyLocation(status, headers)) malformed.add('empty-location');

  return { status, statusText: '', version: '2', headers, malformed };
}

/** The failure of an answer that is not HTTP, or not any that can be understood. */
export function protocol(reason: string): RunFailure {
  return new RunFailure('target.protocol', reason);
}

/** The values of a header, without those that are empty. */
export function valuesOf(head: AnswerHead, name: string): readonly string[] {
  return head.headers.flatMap(([each, value]) => (each === name ? [value] : []));
}

/** The values of a header joined by `, `; undefined where it was not sent. */
export function headerOf(head: AnswerHead, name: string): string | undefined {
  const values = valuesOf(head, name);

  return values.length === 0 ? undefined : values.join(', ');
}

/** The members of a header whose value is a list, of all its lines, without empty ones. */
export function listOf(head: AnswerHead, name: string): readonly string[] {
  return valuesOf(head, name)
    .flatMap((value) => value.split(','))
    .map(trimmed)
    .filter((value) => value !== '');
}

function readStatusLine(line: string): Pick<AnswerHead, 'status' | 'statusText' | 'version'> {
  const [, major = '0', minor = '0'] = /^http\/(\d)[^.]*\.(\d)/i.exec(line) ?? [];
  const [, code = '', statusText = ''] = /^[^ ]* +(\d*)(.*)$/s.exec(line) ?? [];

  return {
    version: Number(`${major}${minor}`) >= 11 ? '1.1' : '1.0',
    status: code === '' ? 200 : Number(code),
    statusText: trimmed(statusText),
  };
}

function properField(line: string): readonly (readonly [string, string])[] {
  const colon = line.indexOf(':');

  return colon === -1 ? [] : [[line.slice(0, colon).toLowerCase(), trimmed(line.slice(colon + 1))]];
}

/** Lines that are no header are left out; one that begins with a blank continues the header before. */
function tolerantFields(
  lines: readonly string[],
  malformed: Set<Malformation>,
): readonly (readonly [string, string])[] {
  const fields: [string, string][] = [];
  let isContinuable = false;
  for (const line of lines) {
    if (line === '') continue;
    const field = fields.at(-1);
    if (isContinuable && /^[\t ]/.test(line) && field !== undefined) {
      malformed.add('folded-header');
      field[1] = trimmed(`${field[1]} ${trimmed(line)}`);
      continue;
    }
    const found = tolerantField(line, malformed);
    isContinuable = found !== null;
    if (found !== null) fields.push(found);
  }

  return fields;
}

function tolerantField(line: string, malformed: Set<Malformation>): [string, string] | null {
  const colon = line.indexOf(':');
  if (colon === -1) {
    malformed.add('header-without-colon');

    return null;
  }
  const name = line.slice(0, colon);
  if (!TOKEN.test(name)) malformed.add('header-name');
  const kept = name.replace(/[\t ]+$/, '');
  if (!TOKEN.test(kept)) return null;

  return [kept.toLowerCase(), trimmed(line.slice(colon + 1))];
}

function noteLines(text: string, malformed: Set<Malformation>): void {
  if (/(?<!\r)\n/.test(text)) malformed.add('bare-line-feed');
  if (/\r(?!\n)/.test(text)) malformed.add('bare-carriage-return');
  // oxlint-disable-next-line no-control-regex -- these are what is searched for
  if (/[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) malformed.add('header-value');
}

/** Statuses that redirect to a location. */
export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

function hasEmptyLocation(status: number, headers: AnswerHead['headers']): boolean {
  if (!REDIRECTS.includes(status)) return false;
  const locations = headers.filter(([name]) => name === 'location');

  return locations.length > 0 && locations.every(([, value]) => value === '');
}

/** Several different values of these headers would be an attack: the answer is refused, as by Chromium. */
function refuseContradictions(headers: AnswerHead['headers']): void {
  for (const name of ['location', 'content-disposition']) {
    const values = new Set(headers.flatMap(([each, value]) => (each === name ? [value] : [])));
    if (values.size > 1) throw protocol(`the answer has several different "${name}" headers`);
  }
}

function trimmed(value: string): string {
  return value.replaceAll(OUTER_BLANKS, '');
}

import type { Malformation } from '../../core/record/malformation.ts';
import { type AnswerHead, headerOf, listOf, protocol, valuesOf } from './answer-head.ts';

/** How the end of a body is found. */
export type Framing =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** Statuses whose answers have no body, whatever their headers say (RFC 9110; 205 as browsers do). */
const BODILESS = [204, 205, 304];
const NO_BODY: Framing = { kind: 'length', bytes: 0 };

/**
 * How long the body of an answer is, as Chromium decides it: `chunked` takes precedence over
 * `content-length`, a length that is no number counts as none. Throws for lengths that contradict each
 * other.
 */
export function framingOf(
  head: AnswerHead,
  method: string,
  note: (malformation: Malformation) => void,
): Framing {
  const isChunked = head.version === '1.1' && codings(head).includes('chunked');
  noteLength(contentLength(head), isChunked, note);
  if (method === 'HEAD' || BODILESS.includes(head.status)) return NO_BODY;
  if (isChunked) return { kind: 'chunked' };
  const bytes = firstLength(head);

  return bytes === null ? { kind: 'until-close' } : { kind: 'length', bytes };
}

function noteLength(
  length: ReturnType<typeof contentLength>,
  isChunked: boolean,
  note: (malformation: Malformation) => void,
): void {
  if (length === null) return;
  if (isChunked) note('length-and-chunked');
  else if (length === 'repeated') note('repeated-length');
  else if (length === 'invalid') note('invalid-length');
  else if (length === 'different')
    throw protocol('the answer has several different "content-length" headers');
}

/** The declared length of a body; null where none is declared that could be read. */
export function firstLength(head: AnswerHead): number | null {
  const [first] = listOf(head, 'content-length');

  const isNumber = first !== undefined && /^(?:\d+|-0+)$/.test(first);

  return isNumber && Number.isSafeInteger(Number(first)) ? Math.abs(Number(first)) : null;
}

function contentLength(head: AnswerHead): 'one' | 'repeated' | 'different' | 'invalid' | null {
  const lines = valuesOf(head, 'content-length');
  if (lines.length === 0) return null;
  const values = listOf(head, 'content-length');
  if (new Set(values).size > 1) return 'different';
  if (firstLength(head) === null) return 'invalid';

  return values.length > 1 || lines.length > 1 ? 'repeated' : 'one';
}

function codings(head: AnswerHead): readonly string[] {
  return listOf(head, 'transfer-encoding').map((each) => each.toLowerCase());
}

/**
 * How long the connection may be kept for another request after this answer, in milliseconds; 0: not at
 * all, null: the server names no limit.
 */
export function keepAliveMs(head: AnswerHead, framing: Framing): number | null {
  const words = listOf(head, 'connection').map((each) => each.toLowerCase());
  const isKept = head.version === '1.1' ? !words.includes('close') : words.includes('keep-alive');
  if (!isKept || framing.kind === 'until-close') return 0;
  const [, seconds] = /\btimeout=(\d+)/i.exec(headerOf(head, 'keep-alive') ?? '') ?? [];

  return seconds === undefined ? null : Math.max(0, Number(seconds) * 1000 - KEEP_ALIVE_MARGIN_MS);
}

/** How long before the server's own limit a connection is given up: a request takes time to arrive. */
const KEEP_ALIVE_MARGIN_MS = 1000;

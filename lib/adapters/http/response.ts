import type { Redact } from '../../core/record/redact.ts';
import { shortUrl } from '../../core/base/short-url.ts';
import type { DroppedPath } from '../../core/journey/base-path.ts';
import type { HttpResponse } from '../../core/journey/http-api.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { errorCode } from '../base/node-error.ts';
import { type AnswerHead, valuesOf } from './answer-head.ts';
import { losslessJson } from './lossless-json.ts';
import type { FollowedAnswer } from './redirects.ts';

/** Characters of a body that a message shows. */
const EXCERPT_CHARACTERS = 200;

/** Builds the response that the journey receives. */
export function httpResponse(answer: FollowedAnswer, redact: Redact): HttpResponse {
  const { head, body, entry } = answer;
  const headers = joinedHeaders(head);
  let decoded: string | null = null;

  function text(): string {
    decoded ??= decodeText(body, headers['content-type'] ?? '');

    return decoded;
  }

  return {
    status: head.status,
    statusText: head.statusText,
    headers,
    url: answer.url.href,
    timings: entry.record(),
    hops: answer.hops,
    text,
    headerValues: (name) => valuesOf(head, name.toLowerCase()),
    json: (options = {}) => {
      try {
        return options.bigint === true ? losslessJson(text()) : JSON.parse(text());
      } catch (error) {
        const reason = `${entry.title}: the body is not JSON; it begins with ${excerpt(redact(text()))}`;
        throw new RunFailure('target.body', reason, { cause: error });
      }
    },
    bytes: () => body,
  };
}

/** Statuses that a call allows, and the redaction of its message. */
export interface StatusRules {
  readonly allowed: readonly number[];
  readonly redact: Redact;
  /** What the address of the call lost of the base URL; null: nothing. Asked after a failure only. */
  readonly dropped: () => DroppedPath | null;
}

/** The failure of a response whose status the journey does not allow; null if it is allowed. */
export function statusFailure(
  response: HttpResponse,
  title: string,
  { allowed, redact, dropped }: StatusRules,
): RunFailure | null {
  const { status, statusText } = response;
  if (status < 400 || allowed.includes(status)) return null;
  // Before it is cut: half a secret could no longer be found.
  const body = redact(response.text()).trim();
  const shown = body === '' ? 'The body is empty.' : `The body begins with ${excerpt(body)}.`;
  const answered = `answered ${status}${statusText === '' ? '' : ` ${statusText}`}`;

  return new RunFailure(
    'target.status',
    `${title}: ${answered}; expected a status below 400 (allowStatus: [${status}] would accept it). ${shown}${lost(dropped())}`,
  );
}

function lost(dropped: DroppedPath | null): string {
  if (dropped === null) return '';

  return ` The address does not lead below the path "${dropped.path}" of the base URL; "${shortUrl(dropped.expected)}" would.`;
}

function excerpt(text: string): string {
  const line = text.slice(0, EXCERPT_CHARACTERS * 2).replaceAll(/\s+/g, ' ');
  const cut = line.slice(0, EXCERPT_CHARACTERS).toWellFormed();

  return JSON.stringify(cut.length < text.length ? `${cut}…` : cut);
}

function joinedHeaders(head: AnswerHead): Readonly<Record<string, string>> {
  // Without a prototype: `headers['constructor']` is no header that was sent.
  const joined: Record<string, string> = Object.create(null);
  for (const [name, value] of head.headers) {
    const earlier = joined[name];
    joined[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }

  return joined;
}

/**
 * Decodes by the byte order mark, else by the `charset` of the content type if Node supports it, else as
 * UTF-8: the order of browsers (https://encoding.spec.whatwg.org/#decode).
 */
function decodeText(body: Buffer, contentType: string): string {
  const [, named = 'utf-8'] = /;\s*charset="?([^";\s]+)/i.exec(contentType) ?? [];
  const marked = MARKS.find(({ mark }) => body.subarray(0, mark.length).equals(mark));

  return decoderOf(marked?.charset ?? named).decode(body);
}

/** Byte order marks, with the encodings that they stand for. */
const MARKS = [
  { mark: Buffer.from([0xef, 0xbb, 0xbf]), charset: 'utf-8' },
  { mark: Buffer.from([0xfe, 0xff]), charset: 'utf-16be' },
  { mark: Buffer.from([0xff, 0xfe]), charset: 'utf-16le' },
];

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch (error) {
    if (errorCode(error) !== 'ERR_ENCODING_NOT_SUPPORTED') throw error;

    return new TextDecoder();
  }
}

import { RunFailure } from '../../core/record/outcome.ts';
import { type AnswerReader, answerReader } from '../http/answer-reader.ts';
import { type AnswerHead, headerOf, REDIRECTS, valuesOf } from '../http/answer-head.ts';
import { openConnection } from '../http/connection.ts';
import { requestHead } from '../http/request-head.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { DIRECT, type Route } from '../http/route.ts';
import { type ByteStream, byteStream } from './byte-stream.ts';
import type { ProbeRun } from './probe.ts';
import { quoted } from './quoted.ts';
import { type StreamDecoder, streamDecoder } from './stream-decoder.ts';

/** The request of a stream. Names of headers are in lower case. */
export interface StreamRequest {
  readonly url: URL;
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
}

/** The body of an answer that is a stream of events, decoded as it arrives. */
export interface OpenStream {
  /** Decoded bytes; null at its end. */
  next(): Promise<Buffer | null>;
  close(): void;
}

/** Streams stay open, which HTTP/1.1 does as well as any. */
const HTTP_1 = ['http/1.1'];
/** As Chromium. */
const MAX_REDIRECTS = 20;
/** What another origin must not get. */
const ORIGIN_HEADERS = ['authorization', 'cookie', 'host'];

/** The request that is under way: the probe's own, or that of a redirect. */
export interface CurrentHop {
  entry: LoggedRequest;
}

/**
 * Sends the request and reads the head of the answer, following redirects as a browser's EventSource does; each
 * is a request of its own. Throws a RunFailure for an answer that is no stream.
 */
export async function openStream(
  request: StreamRequest,
  current: CurrentHop,
  probe: ProbeRun,
): Promise<OpenStream> {
  let hop = request;
  for (let count = 0; ; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the next hop depends on it
    const answer = await answered(hop, { ...probe, entry: current.entry });
    const location = locationOf(answer.head);
    if (location === null) return accepted(answer, current.entry);
    answer.stream.close();
    if (count === MAX_REDIRECTS) throw protocol(`more than ${MAX_REDIRECTS} redirects`);
    hop = nextHop(hop, location);
    current.entry.end(null);
    current.entry = probe.session.log.open('SSE', hop.url, 'sse');
  }
}

/** An answer whose head has come, and what of its body came with it. */
interface Answer {
  readonly head: AnswerHead;
  readonly stream: ByteStream;
  readonly reader: AnswerReader;
  /** Pieces of the body that were not taken yet. */
  readonly body: Buffer[];
}

async function answered(hop: StreamRequest, probe: ProbeRun): Promise<Answer> {
  const { entry, limit, session } = probe;
  const { clock } = entry;
  session.admit(hop.url);
  if (hop.route.dial !== null) session.admit(hop.route.dial);
  const socket = await openConnection({ ...hop, entry, limit, alpn: HTTP_1 }, session.connection);
  const stream = byteStream(socket, limit.signal);
  const body: Buffer[] = [];
  const found: AnswerHead[] = [];
  const reader = answerReader('GET', {
    interim: ({ status }) => {
      entry.facts.interim.push({ status, atMs: clock.elapsedMs() });
      clock.rebook('receive', 'wait');
    },
    head: (head) => {
      entry.answered(head);
      found.push(head);

      return true;
    },
    data: (bytes) => body.push(bytes),
    note: (malformation) => entry.facts.malformed.add(malformation),
  });
  try {
    clock.enter('send');
    await stream.write(requestHead({ ...hop, method: 'GET', body: null, isRepeatable: true }));
    clock.enter('wait');
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other
      const bytes = await stream.next();
      if (bytes === null) throw noAnswer(reader);
      if (clock.current() === 'wait') clock.enter('receive');
      reader.push(bytes);
      const [head] = found;
      if (head !== undefined) return { head, stream, reader, body };
    }
  } catch (error) {
    stream.close();
    throw error;
  }
}

function noAnswer(reader: AnswerReader): RunFailure {
  reader.end();
  const where = reader.isWithinHead() ? 'within the response headers' : 'before the first byte';

  return protocol(`the server closed the connection ${where} of an answer`);
}

function locationOf(head: AnswerHead): string | null {
  if (!REDIRECTS.includes(head.status)) return null;

  return valuesOf(head, 'location').find((value) => value !== '') ?? null;
}

function nextHop({ url: from, headers }: StreamRequest, location: string): StreamRequest {
  // Header bytes are read as Latin-1; servers write UTF-8.
  const text = Buffer.from(location, 'latin1').toString();
  const url = URL.canParse(text, from.href) ? new URL(text, from) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw protocol(`it redirects to ${quoted(text)}, which is not an HTTP address`);
  }
  const kept = Object.entries(headers).filter(
    ([name]) => url.origin === from.origin || !ORIGIN_HEADERS.includes(name),
  );

  return { url, route: DIRECT, headers: Object.fromEntries(kept) };
}

function accepted(answer: Answer, entry: LoggedRequest): OpenStream {
  const { head, stream, reader, body } = answer;
  try {
    refuse(answer);
    const decoder = streamDecoder(headerOf(head, 'content-encoding') ?? '');

    return {
      next: async () => nextPart({ stream, reader, body, decoder, entry }),
      close: () => {
        decoder.destroy();
        stream.close();
      },
    };
  } catch (error) {
    stream.close();
    throw error;
  }
}

/** EventSource takes no other status and no other content type. */
function refuse({ head, body }: Answer): void {
  const { status, statusText } = head;
  const type = headerOf(head, 'content-type') ?? '';
  const shown = beginning(head, body);
  if (status !== 200) {
    const answer = `answered ${status}${statusText === '' ? '' : ` ${statusText}`}`;
    const reason = `${answer}; expected 200, the status of a stream.${shown}`;
    throw new RunFailure('target.status', reason);
  }
  if (/^\s*text\/event-stream\s*(;|$)/i.test(type)) return;
  const what = type === '' ? 'has no content type' : `has the content type ${quoted(type)}`;
  throw protocol(
    `the answer ${what}; expected text/event-stream, without which browsers take no stream.${shown}`,
  );
}

/** The beginning of a body that is no stream, as far as it came with the head: it is not waited for. */
function beginning(head: AnswerHead, body: readonly Buffer[]): string {
  const isPlain = headerOf(head, 'content-encoding') === undefined;
  const text = isPlain ? Buffer.concat(body).toString().trim() : '';

  return text === '' ? '' : ` The body begins with ${quoted(text)}.`;
}

interface Parts extends Omit<Answer, 'head'> {
  readonly decoder: StreamDecoder;
  readonly entry: LoggedRequest;
}

async function nextPart(parts: Parts): Promise<Buffer | null> {
  const { stream, reader, body, decoder, entry } = parts;
  if (body.length === 0) {
    if (reader.isComplete()) return null;
    const bytes = await stream.next();
    if (bytes === null) reader.end();
    else reader.push(bytes);
    if (bytes === null && body.length === 0) return null;
  }
  const part = Buffer.concat(body.splice(0));
  entry.facts.sizeBytes = (entry.facts.sizeBytes ?? 0) + part.length;

  return decoder.decode(part);
}

function protocol(reason: string): RunFailure {
  return new RunFailure('target.protocol', reason);
}

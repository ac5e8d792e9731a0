import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WebAnswer, WebCaching } from '../../core/dashboard/web-port.ts';
import { encodeBody } from './encode-body.ts';
import { openEventStream } from './event-stream.ts';

/** Headers of every answer: they restrict pages, whatever these contain. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The policy of files from a journey's target: without an origin and scripts. */
const FILE_POLICY = "default-src 'none'; sandbox";

const CACHING: Readonly<Record<WebCaching, string>> = {
  never: 'no-store',
  revalidate: 'private, no-cache',
  forever: 'private, max-age=31536000, immutable',
};
const FILE_CACHING = 'private, max-age=3600';
const TAG_LENGTH = 22;

/** Sends an answer. Resolves when the socket has it, or the client has left. */
export async function sendAnswer(
  answer: WebAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (answer.kind) {
    case 'redirect':
      response.writeHead(302, {
        ...SECURITY_HEADERS,
        Location: answer.location,
        'Cache-Control': CACHING.never,
        'Content-Length': '0',
      });
      response.end();
      return;
    case 'text':
      return await sendText(answer, request, response);
    case 'file':
      return await sendFile(answer, request, response);
    case 'events':
      if (request.method === 'HEAD') return await sendText(NO_EVENTS, request, response);
      openEventStream(response, SECURITY_HEADERS, answer.listen);
  }
}

/** Sends a message of the server itself as plain text. */
export async function sendPlain(
  {
    status,
    message,
    headers = {},
  }: {
    readonly status: number;
    readonly message: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  await sendText(
    { ...NO_EVENTS, status, contentType: PLAIN_TYPE, body: `${message}\n` },
    request,
    response,
  );
}

type Text = Extract<WebAnswer, { kind: 'text' }>;

const HTML_TYPE = 'text/html; charset=utf-8';
const PLAIN_TYPE = 'text/plain; charset=utf-8';
const NO_EVENTS: Text = {
  kind: 'text',
  status: 200,
  contentType: 'text/event-stream; charset=utf-8',
  body: '',
  caching: 'never',
};

async function sendText(
  { status, contentType, body, caching, retryAfterS }: Text,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const plain = Buffer.from(body, 'utf8');
  const tag = caching === 'never' ? null : tagOf(plain);
  const headers = {
    ...SECURITY_HEADERS,
    'Cache-Control': CACHING[caching],
    Vary: 'Accept-Encoding',
    ...(tag !== null && { ETag: tag }),
    ...(retryAfterS !== undefined && retryHeaders(retryAfterS, contentType)),
  };
  if (tag !== null && status === 200 && isKnown(request.headers['if-none-match'], tag)) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  const { bytes, encoding } = await encodeBody(plain, request.headers['accept-encoding']);
  response.writeHead(status, {
    ...headers,
    'Content-Type': contentType,
    'Content-Length': String(bytes.byteLength),
    ...(encoding !== null && { 'Content-Encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** `Retry-After` is for programs. Browsers use `Refresh`, which needs no script. */
function retryHeaders(afterS: number, contentType: string): Readonly<Record<string, string>> {
  const retry = { 'Retry-After': String(afterS) };

  return contentType === HTML_TYPE ? { ...retry, Refresh: String(afterS) } : retry;
}

async function sendFile(
  { contentType, saveAs, file }: Extract<WebAnswer, { kind: 'file' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Security-Policy': FILE_POLICY,
    'Cache-Control': FILE_CACHING,
    'Content-Type': contentType,
    'Content-Length': String(file.sizeBytes),
    'Content-Disposition': dispositionOf(saveAs),
  });
  const chunks = Readable.from(file.chunks, { objectMode: false });
  if (request.method === 'HEAD') {
    chunks.destroy();
    response.end();
    return;
  }
  try {
    await pipeline(chunks, response);
  } catch {
    // The client or the file is gone. The answer is shorter than its Content-Length.
    response.destroy();
  }
}

/** RFC 6266, with a name of ASCII characters only. */
function dispositionOf(saveAs: string | null): string {
  if (saveAs === null) return 'inline';
  const simple = saveAs.replaceAll(/[^\w.-]/g, '_');

  return `attachment; filename="${simple}"`;
}

/** A weak tag: the same for all encodings of a page. */
function tagOf(bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('base64url');

  return `W/"${hash.slice(0, TAG_LENGTH)}"`;
}

function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((each) => each.trim());

  return known.some((each) => each === '*' || each.replace(/^W\//, '') === tag.replace(/^W\//, ''));
}

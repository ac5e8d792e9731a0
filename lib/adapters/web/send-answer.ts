import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WebAnswer, WebCaching } from '../../core/dashboard/web-port.ts';
import { encodeBody } from './encode-body.ts';
import { openEventStream } from './event-stream.ts';
import { FILE_POLICY, SECURITY_HEADERS } from './security-headers.ts';

const CACHING: Readonly<Record<WebCaching, string>> = {
  never: 'no-store',
  revalidate: 'private, no-cache',
  forever: 'private, max-age=31536000, immutable',
};
const FILE_CACHING = 'private, max-age=3600';
const TAG_LENGTH = 22;

/** Sends an answer; resolves when it was given to the socket, or its reader has gone. */
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

/** What the server itself has to say, in plain words. */
export async function sendPlain(
  {
    status,
    words,
    headers = {},
  }: {
    readonly status: number;
    readonly words: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  await sendText(
    { ...NO_EVENTS, status, contentType: PLAIN_TYPE, body: `${words}\n` },
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

/** `Retry-After` is for programs; a browser heeds `Refresh`, which needs neither script nor element. */
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
    // Its reader has gone, or the file has: the answer is cut short, which its length tells.
    response.destroy();
  }
}

/** RFC 6266: the name in bytes that every reader takes, whatever the file is called. */
function dispositionOf(saveAs: string | null): string {
  if (saveAs === null) return 'inline';
  const simple = saveAs.replaceAll(/[^\w.-]/g, '_');

  return `attachment; filename="${simple}"`;
}

/** Weak: the same page in another encoding has it too. */
function tagOf(bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('base64url');

  return `W/"${hash.slice(0, TAG_LENGTH)}"`;
}

function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((each) => each.trim());

  return known.some((each) => each === '*' || each.replace(/^W\//, '') === tag.replace(/^W\//, ''));
}

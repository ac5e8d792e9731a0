import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bodies larger than this are refused: the shop sells instruments, it stores no films. */
const MAX_BODY_BYTES = 100_000;

/** Reads a small request body whole, as text; throws a RangeError for a large one. */
export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

/** Reads a small request body whole; throws a RangeError for a large one. */
export async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new RangeError('The body is too large');
    chunks.push(bytes);
  }

  return Buffer.concat(chunks);
}

/** Reads a JSON object; null for anything else. */
export async function readJson(
  request: IncomingMessage,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const parsed: unknown = JSON.parse(await readBody(request));

    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    // Not JSON, or too large: the caller answers 400 for both.
    return null;
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** Answers with a page. */
export function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(html);
}

/** Sends the visitor elsewhere. */
export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location });
  response.end();
}

/** The value of a cookie, or null. */
export function cookieOf(request: IncomingMessage, name: string): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));

  return pairs.find(([key]) => key === name)?.[1] ?? null;
}

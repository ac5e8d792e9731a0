import type { IncomingMessage, ServerResponse } from 'node:http';

/** Limit of request bodies. */
const MAX_BODY_BYTES = 100_000;

/** Reads a request body as text; throws a RangeError beyond the limit. */
export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

/** Reads a request body; throws a RangeError beyond the limit. */
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
    // Not JSON, or too large: the caller responds with 400 to both.
    return null;
  }
}

/** Sends a JSON response. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** Sends an HTML page. */
export function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(html);
}

/** Redirects to another URL (303). */
export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location });
  response.end();
}

/** The value of a request's cookie; null: not set. */
export function cookieOf(request: IncomingMessage, name: string): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));

  return pairs.find(([key]) => key === name)?.[1] ?? null;
}

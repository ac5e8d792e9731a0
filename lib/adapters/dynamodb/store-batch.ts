import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** A request whose body has been read; the part that dynalite uses. */
export type ReadRequest = Readable & Pick<IncomingMessage, 'headers' | 'method' | 'url'>;

/** The part of a response that dynalite writes. */
export type WrittenResponse = Pick<ServerResponse, 'statusCode'> & {
  setHeader(name: string, value: unknown): unknown;
  end(body?: string): unknown;
};

/** Dynalite's request listener. */
export type Handler = (request: ReadRequest, response: WrittenResponse) => void;

/** Headers of the batch request and dynalite's listener. */
export interface BatchParts {
  readonly headers: IncomingHttpHeaders;
  readonly handler: Handler;
}

const QUERY_TARGET = 'DynamoDB_20120810.Query';
const JSON_TYPE = 'application/x-amz-json-1.0';

/**
 * Answers several queries at once. Each is handled by dynalite like a separate request. The answer
 * of a rejected query is null; the client repeats it alone to get the error.
 */
export async function answerQueries(
  body: Buffer,
  parts: BatchParts,
  response: ServerResponse,
): Promise<void> {
  const answers = await Promise.all(
    queriesIn(body).map((query) => answerOf(JSON.stringify(query), parts)),
  );
  const text = Buffer.from(`{"answers":[${answers.join(',')}]}`, 'utf8');
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': text.byteLength });
  response.end(text);
}

/** Clients send lists only; an unreadable body must not end the thread. */
function queriesIn(body: Buffer): readonly unknown[] {
  try {
    const queries: unknown = JSON.parse(body.toString('utf8'));

    return Array.isArray(queries) ? queries : [];
  } catch {
    return [];
  }
}

async function answerOf(query: string, { headers, handler }: BatchParts): Promise<string> {
  const request = Object.assign(Readable.from([Buffer.from(query, 'utf8')]), {
    headers: { ...headers, 'x-amz-target': QUERY_TARGET },
    method: 'POST',
    url: '/',
  });

  return await new Promise((resolve) => {
    const response = {
      statusCode: 200,
      setHeader: () => response,
      end: (text = 'null') => resolve(response.statusCode === 200 ? text : 'null'),
    };
    handler(request, response);
  });
}

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { BATCH_TARGETS, type BatchTarget } from './store-thread-protocol.ts';

/** A request whose body has been read; the part that dynalite uses. */
export type ReadRequest = Readable & Pick<IncomingMessage, 'headers' | 'method' | 'url'>;

/** The part of a response that dynalite writes. */
export type WrittenResponse = Pick<ServerResponse, 'statusCode'> & {
  setHeader(name: string, value: unknown): unknown;
  end(body?: string): unknown;
};

/** Dynalite's request listener. */
export type Handler = (request: ReadRequest, response: WrittenResponse) => void;

/** Kind and headers of the batch request, and dynalite's listener. */
export interface BatchParts {
  readonly target: BatchTarget;
  readonly headers: IncomingHttpHeaders;
  readonly handler: Handler;
}

/** What dynalite calls the parts of a batch. */
const PART_TARGETS: Readonly<Record<BatchTarget, string>> = {
  [BATCH_TARGETS.queries]: 'DynamoDB_20120810.Query',
  [BATCH_TARGETS.puts]: 'DynamoDB_20120810.PutItem',
  [BATCH_TARGETS.deletions]: 'DynamoDB_20120810.DeleteItem',
};
const JSON_TYPE = 'application/x-amz-json-1.0';

/** The kind of batch that a request names; null: it is no batch. */
export function batchTargetOf({ 'x-amz-target': named }: IncomingHttpHeaders): BatchTarget | null {
  return Object.values(BATCH_TARGETS).find((target) => target === named) ?? null;
}

/**
 * Answers several requests at once. Each is handled by dynalite like a separate one. The answer of a
 * rejected request is null; the client repeats it alone to get the error.
 */
export async function answerBatch(
  body: Buffer,
  parts: BatchParts,
  response: ServerResponse,
): Promise<void> {
  const answers = await Promise.all(
    requestsIn(body).map((each) => answerOf(JSON.stringify(each), parts)),
  );
  const text = Buffer.from(`{"answers":[${answers.join(',')}]}`, 'utf8');
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': text.byteLength });
  response.end(text);
}

/** Clients send lists only; an unreadable body must not end the thread. */
function requestsIn(body: Buffer): readonly unknown[] {
  try {
    const requests: unknown = JSON.parse(body.toString('utf8'));

    return Array.isArray(requests) ? requests : [];
  } catch {
    return [];
  }
}

async function answerOf(body: string, { target, headers, handler }: BatchParts): Promise<string> {
  const request = Object.assign(Readable.from([Buffer.from(body, 'utf8')]), {
    headers: { ...headers, 'x-amz-target': PART_TARGETS[target] },
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

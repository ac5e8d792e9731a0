import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { LocalEndpoint } from './client.ts';
import type { BatchAnswer, BatchTarget } from './store-thread-protocol.ts';

/** Requests of one kind to the embedded store, several at once. */
export interface BatchedRequests {
  /** Null: it has no answer this way; sent alone, it gets one, or its error. */
  send(input: object, abortSignal: AbortSignal): Promise<object | null>;
  /** Closes the connections. */
  close(): void;
}

interface Waiting {
  readonly input: object;
  readonly abortSignal: AbortSignal;
  readonly answer: (answer: object | null) => void;
}

/** Maximum number of requests that are sent together; more give no further speed-up. */
const MAX_REQUESTS = 16;

/** Sends the requests of the same event-loop turn to the embedded store together. */
export function batchedRequests(store: LocalEndpoint, target: BatchTarget): BatchedRequests {
  const agent = new http.Agent({ keepAlive: true });
  let waiting: Waiting[] = [];
  /** False if the store's server is an older version without this request. */
  let isServed = true;

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += MAX_REQUESTS) {
      void send(all.slice(from, from + MAX_REQUESTS));
    }
  }

  /** Never rejects: every request gets its answer, or null. */
  async function send(requests: readonly Waiting[]): Promise<void> {
    try {
      const answers = await ask(requests, { ...store, target, agent });
      if (answers === null) isServed = false;
      for (const [index, { answer }] of requests.entries()) answer(answers?.[index] ?? null);
    } catch {
      for (const { answer } of requests) answer(null);
    }
  }

  return {
    send: async (input, abortSignal) => {
      if (!isServed) return null;

      return await new Promise((resolve) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ input, abortSignal, answer: resolve });
      });
    },
    close: () => agent.destroy(),
  };
}

interface BatchAddress extends LocalEndpoint {
  readonly target: BatchTarget;
  readonly agent: http.Agent;
}

/** Null: the store's server does not support these batches. */
async function ask(
  requests: readonly Waiting[],
  { endpoint, accessKeyId, target, agent }: BatchAddress,
): Promise<BatchAnswer['answers'] | null> {
  const body = Buffer.from(JSON.stringify(requests.map(({ input }) => input)), 'utf8');
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.request(endpoint, {
      agent,
      method: 'POST',
      // Sent at the same time, all have the same deadline.
      signal: requests[0]?.abortSignal,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.byteLength,
        'x-amz-target': target,
        'x-amz-date': '20000101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
      },
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
  const text = await buffer(response);
  if (response.statusCode !== 200) return null;
  const { answers }: BatchAnswer = JSON.parse(text.toString('utf8'));

  return answers;
}

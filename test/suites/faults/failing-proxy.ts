import http from 'node:http';
import { closer, listen } from '../../support/listening.ts';

/** Ways in which a call to AWS fails. In those of the last line, the call is carried out all the same. */
export const WAYS = [
  ...(['error-500', 'throttled', 'denied', 'reset', 'hang'] as const),
  ...(['answer-lost', 'answer-cut', 'answer-garbage'] as const),
] as const;

export type Way = (typeof WAYS)[number];

/** Stands between a function and its services, and lets one call fail. */
export interface FailingProxy {
  /** The address that stands for `target`. */
  to(target: string): Promise<string>;
  /** Lets the call of that number fail, counted over all services from now on, beginning with 1; null: none. */
  fail(fault: { readonly call: number; readonly way: Way } | null): void;
  /** Calls since then. */
  count(): number;
  close(): Promise<void>;
}

const REFUSALS: Partial<Record<Way, { readonly status: number; readonly type: string }>> = {
  'error-500': { status: 500, type: 'InternalServerError' },
  throttled: { status: 400, type: 'ThrottlingException' },
  denied: { status: 400, type: 'AccessDeniedException' },
};
const TYPE = 'application/x-amz-json-1.0';

export function failingProxy(): FailingProxy {
  let fault: Parameters<FailingProxy['fail']>[0] = null;
  let calls = 0;
  const closers: (() => Promise<void>)[] = [];

  function wayOfNext(): Way | null {
    calls += 1;

    return fault?.call === calls ? fault.way : null;
  }

  return {
    to: async (target) => {
      const server = http.createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const exchange = { target, request, response, body: Buffer.concat(chunks) };
          void handle(exchange, wayOfNext());
        });
      });
      closers.push(closer(server));

      return `http://127.0.0.1:${await listen(server)}`;
    },
    fail: (next) => {
      fault = next;
      calls = 0;
    },
    count: () => calls,
    close: async () => {
      await Promise.all(closers.map(async (close) => close()));
    },
  };
}

interface Exchange {
  readonly target: string;
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly body: Buffer;
}

async function handle(exchange: Exchange, way: Way | null): Promise<void> {
  const { response } = exchange;
  const refusal = way === null ? undefined : REFUSALS[way];
  if (way === 'hang') return;
  if (way === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (refusal !== undefined) {
    response.writeHead(refusal.status, { 'content-type': TYPE });
    response.end(JSON.stringify({ __type: refusal.type, message: 'refused by the campaign' }));
    return;
  }
  const { status, text } = await passOn(exchange);
  const head = { 'content-type': TYPE, 'content-length': Buffer.byteLength(text) };
  if (way === 'answer-lost') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (way === 'answer-cut') {
    response.writeHead(status, { ...head, 'content-length': Buffer.byteLength(text) + 20 });
    response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
    return;
  }
  if (way === 'answer-garbage') {
    response.writeHead(status, { 'content-type': TYPE }).end('<html>not what was asked for</html>');
    return;
  }
  response.writeHead(status, head).end(text);
}

async function passOn({ target, request, body }: Exchange) {
  const names = ['x-amz-target', 'x-amz-date', 'authorization', 'content-encoding'] as const;
  const headers = Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers[name];

      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  const answer = await fetch(target + (request.url ?? ''), {
    method: 'POST',
    headers: { 'content-type': TYPE, ...headers },
    body: new Uint8Array(body),
  });

  return { status: answer.status, text: await answer.text() };
}

import { startServer } from './http-server.ts';

/** One call that went over the wire. */
export interface WireCall {
  /** Such as `Query`. */
  readonly operation: string;
  readonly answerBytes: number;
}

/** Stands between a client and a DynamoDB on this machine. */
export interface WireTap {
  readonly endpoint: string;
  readonly calls: readonly WireCall[];
  close(): Promise<void>;
}

/** Changes a request on its way in; what it returns changes the answer on its way out. */
export type Meddler = (
  operation: string,
  body: string,
) => { readonly body: string; readonly answer: (text: string) => string };

const TYPE = 'application/x-amz-json-1.0';

/** Notes each call; `meddle` may change calls. */
export async function wireTap(target: string, meddle: Meddler = passOn): Promise<WireTap> {
  const calls: WireCall[] = [];
  const server = await startServer((incoming, outgoing, body) => {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    const changed = meddle(operation, body);
    const headers = {
      'content-type': TYPE,
      'x-amz-target': String(incoming.headers['x-amz-target']),
      'x-amz-date': String(incoming.headers['x-amz-date']),
      authorization: String(incoming.headers.authorization),
    };
    void pass(target, { headers, body: changed.body }).then(({ status, text }) => {
      const shown = changed.answer(text);
      calls.push({ operation, answerBytes: Buffer.byteLength(shown) });

      return outgoing.writeHead(status, { 'content-type': TYPE }).end(shown);
    });
  });

  return { endpoint: server.origin, calls, close: () => server.close() };
}

async function pass(
  target: string,
  request: { readonly headers: Record<string, string>; readonly body: string },
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(target, { method: 'POST', ...request });

  return { status: answer.status, text: await answer.text() };
}

function passOn(_operation: string, body: string): ReturnType<Meddler> {
  return { body, answer: (text) => text };
}

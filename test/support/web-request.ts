import http from 'node:http';

/** An answer as it came over the socket, nothing followed, nothing unpacked. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** What to ask; the path goes out as it is, `..` and all. */
export interface RawRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
}

/** Asks a server on loopback on a connection of its own. */
export async function ask(port: number, request: RawRequest | string): Promise<RawAnswer> {
  const wanted = typeof request === 'string' ? { path: request } : request;

  return await new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, agent: false, ...wanted }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const body = Buffer.concat(chunks);
        const { statusCode: status = 0, headers } = answer;
        resolve({ status, headers, body, text: body.toString('utf8') });
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** A stream of events that is read as it comes. */
export interface EventReader {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** All that came so far. */
  readonly text: () => string;
  /** Resolves once what came holds the text; rejects when the stream has ended without it. */
  readonly until: (text: string) => Promise<string>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  readonly close: () => void;
}

/** Opens a stream of events. */
export async function readEvents(
  port: number,
  request: Omit<RawRequest, 'method'>,
): Promise<EventReader> {
  return await new Promise((resolve, reject) => {
    const sent = http.get({ host: '127.0.0.1', port, agent: false, ...request }, (answer) => {
      let got = '';
      const waiting = new Set<() => void>();
      const ended = new Promise<void>((end) => {
        answer.once('close', end);
      });
      answer.setEncoding('utf8');
      answer.on('error', () => undefined);
      answer.on('data', (chunk: string) => {
        got += chunk;
        for (const look of waiting) look();
      });

      async function until(text: string): Promise<string> {
        return await new Promise((found, failed) => {
          function look(): void {
            if (!got.includes(text)) return;
            waiting.delete(look);
            found(got);
          }
          waiting.add(look);
          look();
          void ended.then(() => failed(new Error(`The stream ended without "${text}": ${got}`)));
        });
      }

      const { statusCode: status = 0, headers } = answer;
      resolve({ status, headers, text: () => got, until, ended, close: () => void sent.destroy() });
    });
    sent.once('error', reject);
  });
}

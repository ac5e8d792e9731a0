import http from 'node:http';
import type { Server } from 'node:http';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { closer, listen } from '../../support/listening.ts';
import { preciseDelay } from '../../support/precise-delay.ts';

const UPLOAD_BYTES = 8_000_000;
const BACKEND_MS = 300;

describe('an answer before the request is sent', () => {
  it('HttpClient.post() reports the status with which an upload is refused, every time', async () => {
    const refusing = await started(
      http.createServer((request, response) => {
        response.writeHead(413, { connection: 'close', 'content-type': 'text/plain' });
        response.end('too large');
        request.socket.end();
      }),
    );
    const session = testSession();
    const codes: string[] = [];

    for (let turn = 0; turn < 30; turn += 1) {
      const call = session.client.post(refusing.origin, { body: new Uint8Array(UPLOAD_BYTES) });
      // oxlint-disable-next-line no-await-in-loop -- one upload after the other
      const { code, message } = await failureOf(call);
      codes.push(`${code}: ${/answered \d+|begins with "[^"]*"/.exec(message)?.[0] ?? message}`);
    }

    session.close();
    await refusing.close();
    expect(codes).toEqual(codes.map(() => 'target.status: answered 413'));
  });

  it('HttpClient.post() fails as before when the connection is reset without an answer', async () => {
    const resetting = await started(
      http.createServer((request) => request.socket.resetAndDestroy()),
    );
    const session = testSession();

    const call = session.client.post(resetting.origin, { body: new Uint8Array(UPLOAD_BYTES) });
    const failure = await failureOf(call);

    session.close();
    await resetting.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toMatch(
      /the server (reset|closed) the connection before the first byte/,
    );
  });
});

describe('answers before the final one', () => {
  it('HttpClient.get() counts the time between a 103 and the answer as wait', async () => {
    const hinting = await started(
      http.createServer((_request, response) => {
        response.writeEarlyHints({ link: '</a.css>; rel=preload; as=style' }, () => {
          void preciseDelay(BACKEND_MS).then(() => response.end('late'));
        });
      }),
    );
    const session = testSession();

    const { status, timings } = await session.client.get(hinting.origin);

    session.close();
    await hinting.close();
    const { waitMs, receiveMs } = timings.phases;
    const [interim] = timings.interim ?? [];
    expect(status).toBe(200);
    expect(timings.interim).toEqual([{ status: 103, atMs: expect.any(Number) }]);
    expect(waitMs).toBeGreaterThan(BACKEND_MS - 20);
    // The 103 came before the final answer, whose time ends with what is received of it.
    expect(Math.floor(interim?.atMs ?? Infinity)).toBeLessThanOrEqual(
      timings.totalMs - (receiveMs ?? 0),
    );
    expect(interim?.atMs).toBeGreaterThan(0);
  });

  it('HttpClient.get() has no such answers in its record when there were none', async () => {
    const plain = await started(http.createServer((_request, response) => response.end('now')));
    const session = testSession();

    const { timings } = await session.client.get(plain.origin);

    session.close();
    await plain.close();
    expect(timings).not.toHaveProperty('interim');
  });
});

async function started(server: Server): Promise<{ origin: string; close: () => Promise<void> }> {
  const close = closer(server);

  return { origin: `http://127.0.0.1:${await listen(server)}`, close };
}

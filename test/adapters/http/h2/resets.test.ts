import http2 from 'node:http2';
import { h2World } from '../../../support/h2-world.ts';
import {
  CODES,
  data,
  failedRequest,
  frames,
  head,
  HTTP_1_1_REQUIRED,
  REFUSED_STREAM,
  reset,
} from '../../../support/h2-frames.ts';
import { type H2Handler, startH2Server } from '../../../support/h2-server.ts';
import { failureOf } from '../../../support/http-frame.ts';
import { closer, listen } from '../../../support/listening.ts';

const world = h2World();
const { session, failureWith } = world;

describe('RST_STREAM', () => {
  it.each(Object.entries(CODES))(
    'HttpClient.get() names %s before an answer',
    async (name, code) => {
      const {
        code: cause,
        message,
        records,
      } = await failureWith(frames((stream) => [reset(stream, code)]));

      expect(cause).toBe('target.protocol');
      expect(message).toContain(
        `the server reset the request before an answer (RST_STREAM: ${name})`,
      );
      expect(records).toHaveLength(1);
      expect(records[0]).toMatchObject({ status: null, phases: { receiveMs: null } });
    },
  );

  it.each(Object.entries(CODES))(
    'HttpClient.get() names %s within the body',
    async (name, code) => {
      const { code: cause, message } = await failureWith(
        frames((stream) => [head(stream), data(stream, 'half'), reset(stream, code)]),
      );

      expect(cause).toBe('target.body');
      expect(message).toContain(
        `the server reset the stream (RST_STREAM: ${name}) before the body was complete: 4 bytes arrived`,
      );
    },
  );

  it('HttpClient.get() sends a request again that was refused, once', async () => {
    const refusing = await startH2Server(world.leaf(), (stream) => stream.close(REFUSED_STREAM));

    const { code, message, records } = await failedRequest(refusing.origin, world.authority());

    await refusing.close();
    expect(code).toBe('target.protocol');
    expect(message).toMatch(/the server refused the request \(RST_STREAM: REFUSED_STREAM\)$/);
    expect(refusing.requests).toEqual(['GET /', 'GET /']);
    expect(records.map(({ connection }) => connection)).toEqual(['new', 'new']);
    expect(records[0]?.error).toMatch(/REFUSED_STREAM.*; the request was sent again on a new one$/);
  });

  it('HttpClient.post() is not sent again when it was refused', async () => {
    const refusing = await startH2Server(world.leaf(), (stream) => stream.close(REFUSED_STREAM));

    const { code } = await failedRequest(refusing.origin, world.authority(), {
      body: new Uint8Array(10),
    });

    await refusing.close();
    expect(code).toBe('target.protocol');
    expect(refusing.requests).toEqual(['POST /']);
  });

  it('HttpClient.post() is sent again when it was refused and is repeatable', async () => {
    const refusing = await startH2Server(world.leaf(), refuseFirst(REFUSED_STREAM));
    const open = session();

    const { status } = await open.client.post(refusing.origin, { body: 'x', repeatable: true });

    open.close();
    await refusing.close();
    expect(status).toBe(200);
    expect(refusing.sessions).toHaveLength(2);
  });
});

/** Answers all requests but the first. */
function refuseFirst(code: number): H2Handler {
  let requests = 0;

  return (stream) => {
    requests += 1;
    if (requests === 1) return stream.close(code);
    stream.respond({ ':status': 200 });
    stream.end('here');
  };
}

describe('HTTP_1_1_REQUIRED', () => {
  it('HttpClient.get() fails when only HTTP/2 may be used', async () => {
    const server = await dualServer();
    const open = session({ protocol: 'h2' });

    const failure = await failureOf(open.client.get(server.origin));

    open.close();
    await server.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain('in HTTP/1.1 only (HTTP_1_1_REQUIRED)');
    expect(open.requests()).toHaveLength(1);
  });

  it.each(['get', 'post'] as const)(
    'HttpClient.%s() uses HTTP/1.1 from then on',
    async (method) => {
      const server = await dualServer();
      const open = session();

      const first = await open.client[method](server.origin);
      const second = await open.client[method](server.origin);

      open.close();
      await server.close();
      expect([first, second].map(({ status }) => status)).toEqual([200, 200]);
      expect(open.requests().map(({ protocol, error }) => [protocol, error])).toEqual([
        [null, expect.stringMatching(/HTTP_1_1_REQUIRED.*sent again/)],
        ['http/1.1', null],
        ['http/1.1', null],
      ]);
    },
  );
});

async function dualServer() {
  const server = http2.createSecureServer(
    { ...world.leaf(), allowHTTP1: true },
    (incoming, response) => {
      if (incoming.httpVersion === '2.0') incoming.stream.close(HTTP_1_1_REQUIRED);
      else response.end('here');
    },
  );
  const close = closer(server);

  return { origin: `https://127.0.0.1:${await listen(server)}`, close };
}

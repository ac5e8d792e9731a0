import { once } from 'node:events';
import type { WsProbeOptions } from '../../../lib/core/journey/checks/ws-probe.ts';
import type { HttpSessionOptions } from '../../../lib/adapters/http/http-session.ts';
import { type FailedCall, failedCall, serverPool } from '../../support/failed-calls.ts';
import { passedProbe, phaseError } from '../../support/probe-parts.ts';
import {
  frame,
  handshakeServer,
  type SocketHost,
  SWITCHING,
  webSocketServer,
} from '../../support/websocket-server.ts';

const pool = serverPool();
const { serving } = pool;
afterAll(pool.close);

async function failing(
  url: string,
  options: WsProbeOptions = {},
  session: Partial<HttpSessionOptions> = {},
): Promise<FailedCall> {
  return failedCall((probe) => probe.webSocket(url, options), session);
}

/** A server that sends these bytes when a message has come. */
async function answering(...pieces: readonly Buffer[]): Promise<SocketHost> {
  return serving(
    handshakeServer(SWITCHING, (socket) => {
      for (const piece of pieces) socket.write(piece);
    }),
  );
}

const TEXT = 0x81;
const ASKING = { send: 'ping', expect: 'pong' } as const;

describe('the messages of probe.webSocket()', () => {
  it('makes the handshake and a round trip, each a request of its own', async () => {
    const { url } = await serving(
      webSocketServer((socket) => {
        socket.on('message', (data) =>
          socket.send(Buffer.isBuffer(data) ? `pong to ${data.toString()}` : ''),
        );
      }),
    );

    const result = await passedProbe((probe) =>
      probe.webSocket(url, { ...ASKING, subprotocols: ['chat.v1', 'chat.v2'] }),
    );

    expect(result).toMatchObject({ subprotocol: 'chat.v2', message: 'pong to ping' });
    expect(result.timings).toMatchObject({
      method: 'WS',
      url,
      resourceType: 'websocket',
      status: 101,
      connection: 'new',
      protocol: 'http/1.1',
      error: null,
      phases: { dnsMs: null, tlsMs: null },
    });
    expect(result.roundTrip).toMatchObject({
      method: 'WS',
      url,
      status: null,
      connection: 'reused',
      sizeBytes: 12,
      error: null,
      phases: { dnsMs: null, tcpMs: null, tlsMs: null },
    });
    for (const record of [result.timings, result.roundTrip]) {
      for (const phase of ['sendMs', 'waitMs', 'receiveMs'] as const) {
        expect([phase, record?.phases[phase]]).not.toContain(null);
      }
      expect(record === null ? null : phaseError(record)).toBe(0);
    }
  });

  it('waits for the first message of the server where nothing is sent', async () => {
    const { url } = await serving(webSocketServer((socket) => socket.send('{"ready":true,"n":1}')));

    const result = await passedProbe((probe) =>
      probe.webSocket(url, { expect: { json: { ready: true } } }),
    );

    expect(result.message).toBe('{"ready":true,"n":1}');
    expect(result.roundTrip?.phases.sendMs).toBeNull();
  });

  it('takes an answer in fragments, with a ping in between', async () => {
    const { url } = await answering(
      frame(0x01, 'po'),
      frame(0x89, 'are you there?'),
      frame(0x00, 'n'),
      frame(0x80, 'g'),
    );

    const { message } = await passedProbe((probe) => probe.webSocket(url, ASKING));

    expect(message).toBe('pong');
  });

  it('counts pings before the answer as waiting', async () => {
    const { url } = await serving(
      handshakeServer(SWITCHING, (socket) => {
        socket.write(frame(0x89, 'are you there?'));
        setTimeout(() => socket.write(frame(TEXT, 'pong')), 150);
      }),
    );

    const { roundTrip } = await passedProbe((probe) => probe.webSocket(url, ASKING));

    expect(roundTrip?.phases.waitMs).toBeGreaterThan(100);
  });

  it('says good-bye with code 1000, and closes with the run although no answer comes', async () => {
    const received: Buffer[] = [];
    const closed: Promise<unknown>[] = [];
    const { url } = await serving(
      handshakeServer(SWITCHING, (socket) => {
        closed.push(once(socket, 'close'));
        socket.on('data', (bytes: Buffer) => received.push(bytes));
        socket.write(frame(TEXT, 'pong'));
      }),
    );

    await passedProbe((probe) => probe.webSocket(url, ASKING));
    await Promise.all(closed);

    const [first, length, ...rest] = Buffer.concat(received);
    const [mask, code] = [rest.slice(0, 4), rest.slice(4)];
    expect([first, length]).toEqual([0x88, 0x82]);
    expect(code.map((byte, index) => byte ^ (mask[index] ?? 0))).toEqual([0x03, 0xe8]);
  });

  it('finds the expected message among others', async () => {
    const { url } = await answering(frame(TEXT, 'tick'), frame(TEXT, 'tock'), frame(TEXT, 'pong'));

    const { message } = await passedProbe((probe) => probe.webSocket(url, { ...ASKING, among: 3 }));

    expect(message).toBe('pong');
  });

  it('names the answer to the message as what did not come in time', async () => {
    const { url } = await serving(webSocketServer(() => undefined));

    const { cause, message, records } = await failing(url, { ...ASKING, timeout: '1s' });

    expect(cause).toBe('target.timeout');
    expect(message).toBe('timed out after 1 s, waiting for the answer to the message');
    expect(records).toMatchObject([
      { status: 101, error: null },
      { status: null, error: message, phases: { receiveMs: null } },
    ]);
  });

  it.each<[string, readonly Buffer[], string, string]>([
    [
      'a wrong answer',
      [frame(TEXT, 'pang')],
      'target.assertion',
      'the message is "pang"; expected "pong": that is not in it',
    ],
    [
      'a close with 1011',
      [frame(0x88, Buffer.concat([Buffer.from([0x03, 0xf3]), Buffer.from('no memory')]))],
      'target.protocol',
      'the server closed the WebSocket with code 1011 (internal error) before the answer: "no memory"',
    ],
    [
      'a close without a code',
      [frame(0x88, '')],
      'target.protocol',
      'the server closed the WebSocket with no code before the answer',
    ],
    [
      'a masked frame',
      [frame(TEXT, 'pong', true)],
      'target.protocol',
      'the server sent a masked frame, which only clients may do',
    ],
    [
      'a frame of more than 1 MB',
      [Buffer.from([TEXT, 127, 0, 0, 0, 0, 0, 0x20, 0, 0])],
      'target.protocol',
      'the server sent a message of more than 1 MB',
    ],
    [
      'a text that is not UTF-8',
      [frame(TEXT, Buffer.from([0xc3, 0x28]))],
      'target.protocol',
      'the server sent a text that is not UTF-8',
    ],
    [
      'a compressed frame, though no compression was agreed on',
      [frame(0xc1, 'pong')],
      'target.protocol',
      'the server sent a malformed frame: RSV1 must be clear',
    ],
    [
      'a continuation of nothing',
      [frame(0x80, 'pong')],
      'target.protocol',
      'the server sent a malformed frame: invalid opcode 0',
    ],
  ])('fails on %s', async (...[, pieces, cause, message]) => {
    const { url } = await answering(...pieces);

    const failed = await failing(url, ASKING);

    expect(failed).toMatchObject({
      cause,
      message,
      records: [{ status: 101, error: null }, { error: message }],
    });
  });

  it('fails when the connection ends without a close frame', async () => {
    const { url } = await serving(handshakeServer(SWITCHING, (socket) => socket.end()));

    const { cause, message } = await failing(url, ASKING);

    expect(cause).toBe('target.protocol');
    expect(message).toBe('the server closed the connection without a close frame');
  });

  it('fails when the connection is reset', async () => {
    const { url } = await serving(
      handshakeServer(SWITCHING, (socket) => void socket.resetAndDestroy()),
    );

    const { cause, message } = await failing(url, ASKING);

    expect(cause).toBe('target.protocol');
    expect(message).toContain('reset the connection');
  });

  it('says what came when none of several messages is the expected one', async () => {
    const { url } = await answering(frame(TEXT, '{"n":1}'), frame(TEXT, '{"n":2}'));

    const { cause, message } = await failing(url, {
      send: 'next',
      expect: { json: { n: 3 } },
      among: 2,
    });

    expect(cause).toBe('target.assertion');
    expect(message).toBe(
      'the last of 2 messages is "{\\"n\\":2}"; expected JSON with {"n":3}: $.n is 2 in place of 3',
    );
  });

  it('keeps secrets out of messages and records', async () => {
    const { url } = await answering(frame(TEXT, 'you sent sextant-at-noon'));

    const failed = await failing(
      url,
      { ...ASKING, headers: { authorization: 'Bearer sextant-at-noon' } },
      { redact: (text) => text.replaceAll('sextant-at-noon', '[secret]') },
    );

    expect(failed.message).toContain('"you sent [secret]"');
    expect(JSON.stringify(failed)).not.toContain('sextant-at-noon');
  });
});

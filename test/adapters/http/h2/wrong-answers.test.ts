import type { TLSSocket } from 'node:tls';
import { h2World } from '../../../support/h2-world.ts';
import { data, failedRequest, frames, head, SETTINGS } from '../../../support/h2-frames.ts';
import {
  END_HEADERS,
  END_STREAM,
  FRAME,
  frame,
  type H2Handler,
  startH2Frames,
  startH2Server,
} from '../../../support/h2-server.ts';

const world = h2World();
const { session, failureWith } = world;

const LARGE_HEADS = { maxSendHeaderBlockLength: 1_000_000 };

function distinctFields(count: number, length: number): Readonly<Record<string, string>> {
  const fields = Array.from({ length: count }, (_, at) => [`x-${at}`, 'a'.repeat(length)] as const);

  return Object.fromEntries(fields);
}

function answerWith(
  stream: Parameters<H2Handler>[0],
  fields: Readonly<Record<string, string | readonly string[]>>,
): void {
  stream.respond({ ':status': 200, ...fields });
  stream.end('here');
}

describe('answers that are wrong', () => {
  it.each([
    ['shorter', 'half', '4 of 10'],
    ['longer', 'far too much of it', ''],
  ])(
    'HttpClient.get() is target.body when the body is %s than its length',
    async (_how, text, far) => {
      const { code, message } = await failureWith(
        frames((stream) => [
          head(stream, { 'content-length': '10' }),
          data(stream, text, END_STREAM),
        ]),
      );

      expect(code).toBe('target.body');
      expect(message).toContain('the body does not have the length that its content-length says');
      expect(message).toContain(far);
    },
  );

  it.each([
    ['bytes of HTTP/1.1', (socket: TLSSocket) => socket.write('HTTP/1.1 200 OK\r\n\r\n')],
    ['no settings first', (socket: TLSSocket) => socket.write(head(1, {}, END_STREAM))],
    [
      'a frame that is too long',
      (socket: TLSSocket) =>
        socket.write(
          Buffer.concat([
            SETTINGS,
            frame(FRAME.data, { stream: 1, payload: Buffer.alloc(20_000) }),
          ]),
        ),
    ],
    ['data before the head', frames((stream) => [data(stream, 'x', END_STREAM)])],
    [
      'headers that cannot be decoded',
      frames((stream) => [
        frame(FRAME.headers, {
          flags: END_HEADERS,
          stream,
          payload: Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        }),
      ]),
    ],
    ['a name in upper case', frames((stream) => [head(stream, { 'X-Shop': 'a' }, END_STREAM)])],
    [
      'no status',
      frames((stream) => [
        frame(FRAME.headers, {
          flags: END_HEADERS | END_STREAM,
          stream,
          payload: Buffer.from([0, 1, 0x61, 1, 0x62]),
        }),
      ]),
    ],
  ])('HttpClient.get() is target.protocol for %s', async (_what, answer) => {
    const { code, message } = await failureWith(answer, { timeout: '400ms' });

    expect(code).toBe('target.protocol');
    expect(message).toMatch(/(the|its) answer is not valid HTTP\/2/);
  });

  it('HttpClient.get() is target.protocol for headers over 256 KB', async () => {
    // One field of 4 KB, and 80 references to it (RFC 7541, section 6).
    const text = Buffer.from('a'.repeat(3900));
    const length = Buffer.from([127, 0x80 + ((3900 - 127) % 128), (3900 - 127) >> 7]);
    const field = Buffer.concat([Buffer.from([0x40, 1, 0x78]), length, text]);
    const payload = Buffer.concat([Buffer.from([0x88]), field, Buffer.alloc(80, 0xbe)]);

    const { code, message } = await failureWith(
      frames((stream) => [frame(FRAME.headers, { flags: END_HEADERS, stream, payload })]),
    );

    expect(code).toBe('target.protocol');
    expect(message).toContain('headers are larger than 256 KB');
  });

  it('HttpClient.get() is target.protocol for headers over 9 frames', async () => {
    const fields = distinctFields(40, 8000);
    const large = await startH2Server(
      world.leaf(),
      (stream) => answerWith(stream, fields),
      LARGE_HEADS,
    );

    const { code, message } = await failedRequest(large.origin, world.authority());

    await large.close();
    expect(code).toBe('target.protocol');
    expect(message).toContain('headers are larger than 9 frames');
  });

  it('HttpClient.get() reads 250 headers of together 200 KB', async () => {
    const fields = distinctFields(250, 800);
    const large = await startH2Server(
      world.leaf(),
      (stream) => answerWith(stream, fields),
      LARGE_HEADS,
    );
    const open = session();

    const { headers } = await open.client.get(large.origin);

    open.close();
    await large.close();
    expect(headers['x-249']).toHaveLength(800);
  });

  it('HttpClient.get() keeps the bytes of a header in UTF-8', async () => {
    const server = await startH2Frames(world.leaf(), (socket, stream) => {
      socket.write(Buffer.concat([SETTINGS, head(stream, { 'x-place': 'Zürich' }, END_STREAM)]));
    });
    const open = session();

    const { headers } = await open.client.get(server.origin);

    open.close();
    await server.close();
    expect(Buffer.from(headers['x-place'] ?? '', 'latin1').toString()).toBe('Zürich');
  });
});

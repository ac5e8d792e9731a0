import { h2World } from '../../../support/h2-world.ts';
import { CODES, data, frames, goaway, head, SETTINGS } from '../../../support/h2-frames.ts';
import {
  END_STREAM,
  type H2Server,
  startH2Frames,
  startH2Server,
} from '../../../support/h2-server.ts';
import { failureOf } from '../../../support/http-frame.ts';

const world = h2World();
const { session, failureWith } = world;

describe('GOAWAY', () => {
  it('HttpClient.get() is sent again when the server has not processed it', async () => {
    const { code, message, records } = await failureWith(frames(() => [goaway(0, 0)]));

    expect(code).toBe('target.protocol');
    expect(message).toContain(
      'ended the connection without processing the request (GOAWAY: NO_ERROR)',
    );
    expect(records).toHaveLength(2);
  });

  it('HttpClient.get() reads an answer that comes after it', async () => {
    const server = await startH2Frames(
      world.leaf(),
      frames((stream) => [goaway(stream, 0), head(stream), data(stream, 'here', END_STREAM)]),
    );
    const open = session();

    const first = await open.client.get(server.origin);
    const { timings } = await open.client.get(server.origin);

    open.close();
    await server.close();
    expect(first.text()).toBe('here');
    expect(timings.connection).toBe('new');
  });

  it('HttpClient.get() reads an answer that is complete before it, also with an error', async () => {
    const server = await startH2Frames(
      world.leaf(),
      frames((stream) => [
        head(stream),
        data(stream, 'here', END_STREAM),
        goaway(stream, CODES.ENHANCE_YOUR_CALM),
      ]),
    );
    const open = session();

    const first = await open.client.get(server.origin);

    open.close();
    await server.close();
    expect(first.text()).toBe('here');
  });

  it('HttpClient.get() names its code before an answer', async () => {
    const { code, message } = await failureWith(
      frames((stream) => [goaway(stream, CODES.ENHANCE_YOUR_CALM)]),
    );

    expect(code).toBe('target.protocol');
    expect(message).toContain('ended the connection (GOAWAY: ENHANCE_YOUR_CALM) before an answer');
  });

  it('HttpClient.get() names its code within the body', async () => {
    const { code, message } = await failureWith(
      frames((stream) => [
        head(stream, { 'content-length': '10' }),
        data(stream, 'half'),
        goaway(stream, CODES.INTERNAL_ERROR),
      ]),
    );

    expect(code).toBe('target.body');
    expect(message).toContain(
      'ended the connection (GOAWAY: INTERNAL_ERROR) before the body was complete: 4 of 10 bytes arrived',
    );
  });

  it('HttpClient.get() gets a new connection after it', async () => {
    let server: H2Server | null = null;
    server = await startH2Server(world.leaf(), (stream) => {
      stream.respond({ ':status': 200 });
      stream.end('here');
      stream.session?.goaway(0);
    });
    const open = session();

    const first = await open.client.get(server.origin);
    const second = await open.client.get(server.origin);

    open.close();
    await server.close();
    expect([first, second].map(({ timings }) => timings.connection)).toEqual(['new', 'new']);
  });
});

describe('connections that end', () => {
  it('HttpClient.get() is target.protocol when a new one ends before an answer', async () => {
    const { code, message, records } = await failureWith((socket) => socket.end());

    expect(code).toBe('target.protocol');
    expect(message).toContain('closed the connection before the head of an answer was complete');
    expect(records).toHaveLength(1);
  });

  it('HttpClient.get() is target.body when one ends within the body', async () => {
    const { code, message } = await failureWith((socket, stream) => {
      socket.end(
        Buffer.concat([SETTINGS, head(stream, { 'content-length': '10' }), data(stream, 'half')]),
      );
    });

    expect(code).toBe('target.body');
    expect(message).toContain('ended before the body was complete: 4 of 10 bytes arrived');
  });

  it('HttpClient.get() is sent again when a shared one ends', async () => {
    const { requests, outcome } = await afterDisconnect('get');

    expect(requests).toBe(2);
    expect(outcome).toBe('status 200');
  });

  it('HttpClient.post() is not sent again when a shared one ends', async () => {
    const { requests, outcome } = await afterDisconnect('post');

    expect(requests).toBe(1);
    expect(outcome).toContain('the connection before the head of an answer was complete');
  });
});

/** A request that shares the connection of another one, over which the server closes it. */
async function afterDisconnect(method: 'get' | 'post') {
  let server: H2Server | null = null;
  let requests = 0;
  server = await startH2Server(world.leaf(), (stream, { ':path': path }) => {
    if (path === '/open') return;
    requests += 1;
    if (requests === 1) return server?.disconnect();
    stream.respond({ ':status': 200 });
    stream.end('here');
  });
  const open = session();
  const other = open.client.get(`${server.origin}/open`, { repeatable: false });
  const isLost = failureOf(other);
  const outcome = await open.client[method](server.origin).then(
    ({ status }) => `status ${status}`,
    (error: Error) => error.message,
  );
  await isLost;
  open.close();
  await server.close();

  return { requests, outcome };
}

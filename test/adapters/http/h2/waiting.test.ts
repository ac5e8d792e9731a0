import { h2World } from '../../../support/h2-world.ts';
import { frames } from '../../../support/h2-frames.ts';
import { startH2Server } from '../../../support/h2-server.ts';
import { failureOf } from '../../../support/http-frame.ts';

const UPLOAD_BYTES = 1_000_000;

const world = h2World();
const { session, failureWith } = world;

describe('servers that make wait', () => {
  it.each([
    [
      'nothing arrives',
      () => undefined,
      null,
      "waiting for the answer: not even the server's HTTP/2 settings",
    ],
    ['only settings arrive', frames(() => []), null, 'waiting for the answer'],
    [
      'the body is not taken',
      frames(() => []),
      new Uint8Array(UPLOAD_BYTES),
      'sending the request: the server makes no room for more of it (HTTP/2 flow control of the connection)',
    ],
  ])('HttpClient names where it hung when %s', async (...given) => {
    const [, answer, body, message] = given;
    const {
      code,
      message: actual,
      records,
    } = await failureWith(answer, { timeout: '300ms', body });

    expect(code).toBe('target.timeout');
    expect(actual).toContain(`timed out after 300 ms, ${message}`);
    expect(records[0]?.phases.receiveMs).toBeNull();
  });

  it('HttpClient waits its turn where one stream is allowed at a time', async () => {
    const server = await startH2Server(
      world.leaf(),
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.end('here');
      },
      { settings: { maxConcurrentStreams: 1 } },
    );
    const open = session();

    const all = await Promise.all(
      Array.from({ length: 10 }, async () => open.client.get(server.origin)),
    );

    open.close();
    await server.close();
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(server.sessions).toHaveLength(1);
    expect(server.requests).toHaveLength(10);
  });

  it('HttpClient names the limit of streams when its turn does not come', async () => {
    const server = await startH2Server(world.leaf(), () => undefined, {
      settings: { maxConcurrentStreams: 1 },
    });
    const open = session();
    const first = failureOf(open.client.get(server.origin, { timeout: '2s' }));

    const failure = await failureOf(open.client.get(server.origin, { timeout: '500ms' }));

    open.close();
    await first;
    await server.close();
    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toMatch(
      /timed out after 500 ms, waiting until another request ends: the server allows 1 at the same time/,
    );
  });
});

import zlib from 'node:zlib';
import type { HttpSessionOptions } from '../../../lib/adapters/http/http-session.ts';
import type { SseProbeOptions } from '../../../lib/core/journey/checks/sse-probe.ts';
import { type Answer, eventsUrl } from '../../support/events-url.ts';
import { type FailedCall, failedCall, serverPool } from '../../support/failed-calls.ts';
import { passedProbe, phaseError } from '../../support/probe-parts.ts';

const pool = serverPool();
afterAll(pool.close);

async function urlOf(answer: Answer): Promise<string> {
  return eventsUrl(pool, answer);
}

/** A stream that sends these pieces and stays open. */
async function streaming(...pieces: readonly (string | Buffer)[]): Promise<string> {
  return urlOf((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    for (const piece of pieces) response.write(piece);
  });
}

async function failing(
  url: string,
  options: SseProbeOptions = {},
  session: Partial<HttpSessionOptions> = {},
): Promise<FailedCall> {
  return failedCall((probe) => probe.events(url, options), session);
}

/** A stream in brotli that goes on. */
function flushedBrotli(text: string): Buffer {
  return zlib.brotliCompressSync(text, { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });
}

describe('the stream of probe.events()', () => {
  it('waits for the first event of a name, and reports what the stream sent', async () => {
    const url = await streaming(
      ': hello\n\nretry: 2500\nid: 7\n\n',
      'event: tick\ndata: 1\n\nevent: pri',
      'ce\r\ndata: {"cents": 4500,\r\ndata:  "shop": "ada"}\r\nid: 8\r\n\r\n',
    );

    const result = await passedProbe((probe) =>
      probe.events(url, { event: 'price', expect: { json: { shop: 'ada' } } }),
    );

    expect(result).toMatchObject({
      event: 'price',
      data: '{"cents": 4500,\n "shop": "ada"}',
      id: '8',
      retryMs: 2_500,
      otherEvents: 1,
      comments: 1,
    });
    expect(result.timings).toMatchObject({
      method: 'SSE',
      url,
      resourceType: 'sse',
      status: 200,
      protocol: 'http/1.1',
      error: null,
      phases: { dnsMs: null, tlsMs: null },
    });
    for (const phase of ['tcpMs', 'sendMs', 'waitMs', 'receiveMs'] as const) {
      expect([phase, result.timings.phases[phase]]).not.toContain(null);
    }
    expect(phaseError(result.timings)).toBe(0);
  });

  it.each<[string, (text: string) => Buffer]>([
    ['gzip', (text) => zlib.gzipSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH })],
    ['deflate', (text) => zlib.deflateSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH })],
    ['br', flushedBrotli],
  ])('reads a stream in %s that stays open', async (encoding, compressed) => {
    const url = await urlOf((response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'content-encoding': encoding,
      });
      response.write(compressed('data: grüßt\n\n'));
    });

    const { data } = await passedProbe((probe) => probe.events(url, { expect: 'grüßt' }));

    expect(data).toBe('grüßt');
  });

  it.each([
    ['without an event', '', 'the stream ended; no event "message" came: no event arrived'],
    [
      'within an event, which browsers do not take either',
      'data: half',
      'the stream ended, within an event; no event "message" came: no event arrived',
    ],
    [
      'after other events',
      'event: tick\ndata: 1\n\nevent: tick\ndata: 2\n\n',
      'the stream ended; no event "message" came: 2 other events ("tick") arrived',
    ],
  ])('fails on a stream that ends %s', async (_, text, expected) => {
    const url = await urlOf((response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text),
    );

    const { cause, message } = await failing(url);

    expect([cause, message]).toEqual(['target.body', expected]);
  });

  it.each([
    ['nothing', [], 'no event arrived'],
    ['only comments', [': a\n\n: b\n', ':\n\n'], 'no event and 3 comments arrived'],
    ['only events without data', ['event: message\nid: 4\n\n'], 'no event arrived'],
    ['only other events', ['event: tick\ndata:\n\n'], '1 other event ("tick") arrived'],
  ])('says that in time came %s', async (_, pieces, expected) => {
    const url = await streaming(...pieces);

    const { cause, message, records } = await failing(url, { timeout: '1s' });

    expect(cause).toBe('target.timeout');
    expect(message).toMatch(/^timed out after 1 s, (waiting for|receiving) the answer/);
    expect(message.endsWith(`; no event "message" came: ${expected}`)).toBe(true);
    expect(records).toMatchObject([{ error: message }]);
  });

  it('fails on data that are not as expected', async () => {
    const url = await streaming('data: {"cents": 0}\n\n');

    const { cause, message } = await failing(url, { expect: { json: { cents: 4500 } } });

    expect(cause).toBe('target.assertion');
    expect(message).toBe(
      'the event "message" has the data "{\\"cents\\": 0}"; expected JSON with {"cents":4500}: $.cents is 0 in place of 4500',
    );
  });

  it('fails on an event that is not UTF-8, and not on one that has U+FFFD', async () => {
    const whole = await streaming('data: \uFFFD\n\n');
    const damaged = await streaming(Buffer.from('data: gr\xfc\xdft\n\n', 'latin1'));

    const { data } = await passedProbe((probe) => probe.events(whole));
    const { cause, message } = await failing(damaged);

    expect(data).toBe('\uFFFD');
    expect(cause).toBe('target.body');
    expect(message).toBe('the event "message" is not UTF-8; browsers show "gr\uFFFD\uFFFDt"');
  });

  it('fails on bytes that are not what the encoding says', async () => {
    const url = await urlOf((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      response.write('data: x\n\n');
    });

    const { cause, message } = await failing(url);

    expect(cause).toBe('target.body');
    expect(message).toBe('the stream cannot be decoded as gzip: incorrect header check');
  });

  it('fails on an encoding that it does not know', async () => {
    const url = await urlOf((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'zip' });
      response.write('data: x\n\n');
    });

    const { cause, message } = await failing(url);

    expect([cause, message]).toEqual(['target.body', 'the stream has the unknown encoding "zip"']);
  });

  it('gives up on an event without end', async () => {
    const url = await urlOf((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.on('drain', () => response.write('x'.repeat(1024 * 1024)));
      response.write(`data: ${'x'.repeat(1024 * 1024)}`);
    });

    const { cause, message } = await failing(url);

    expect([cause, message]).toEqual(['target.body', 'the stream has an event of more than 10 MB']);
  });

  it('keeps secrets out of messages and records', async () => {
    const url = await streaming('data: sextant-at-noon\n\n');

    const failed = await failing(
      `${url}?token=sextant-at-noon`,
      { expect: 'noon?' },
      { redact: (text) => text.replaceAll('sextant-at-noon', '[secret]') },
    );

    expect(failed.message).toContain('[secret]');
    expect(JSON.stringify(failed.records)).not.toContain('sextant-at-noon');
    expect(failed.message).not.toContain('sextant-at-noon');
  });
});

import zlib from 'node:zlib';
import { MALFORMATIONS, type Malformation } from '../../../lib/core/record/malformation.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { rawServer } from '../../support/raw-server.ts';

const HEAD = 'HTTP/1.1 200 OK\r\n';
const LENGTH = 'Content-Length: 5\r\n';
const HELLO = `${LENGTH}\r\nhello`;

/** An answer of each kind of malformation, whose body is always `hello`. */
const ANSWERS: readonly (readonly [Malformation, string | Buffer])[] = [
  ['bytes-before-status', `\r\n${HEAD}${HELLO}`],
  ['status-line', `HTTP/1.1  200 OK\r\n${HELLO}`],
  ['bare-line-feed', 'HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\n\nhello'],
  ['bare-carriage-return', `${HEAD}X-Odd: a\rX-More: b\r\n${HELLO}`],
  ['header-without-colon', `${HEAD}nothing\r\n${HELLO}`],
  ['header-name', `${HEAD}X Bad: a\r\n${HELLO}`],
  ['header-name', `${HEAD}X-Bad : a\r\n${HELLO}`],
  ['header-value', `${HEAD}X-Bad: a\x01b\r\n${HELLO}`],
  ['folded-header', `${HEAD}X-Fold: a\r\n b\r\n${HELLO}`],
  ['repeated-length', `${HEAD}${LENGTH}${HELLO}`],
  ['repeated-length', `${HEAD}Content-Length: 5, 5\r\n\r\nhello`],
  ['invalid-length', `${HEAD}Content-Length: five\r\n\r\nhello`],
  [
    'length-and-chunked',
    `${HEAD}${LENGTH}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  ],
  ['empty-location', `HTTP/1.1 302 Found\r\nLocation:\r\n${HELLO}`],
  ['unknown-encoding', `${HEAD}Content-Encoding: none\r\n${HELLO}`],
  ['chunk-line', `${HEAD}Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n`],
  ['chunk-line', `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n`],
  ['bytes-after-body', `${HEAD}${HELLO} and more`],
  ['bytes-after-compression', gzipped(zlib.gzipSync('hello'), '\r\n<!-- cached -->')],
  ['bytes-after-compression', gzipped(zlib.gzipSync('hello'), '\0\0\0')],
  ['compression-cut', gzipped(zlib.gzipSync('hello').subarray(0, -8), '')],
];

describe('HttpClient', () => {
  it.each(ANSWERS)('takes and notes %s', async (malformation, answer) => {
    const server = await rawServer(answer);
    const session = testSession();

    const response = await session.client.get(server.origin);

    session.close();
    await server.close();
    expect(response.text()).toBe('hello');
    expect(response.timings.malformed).toEqual([malformation]);
    expect(response.timings.error).toBeNull();
  });

  it.each(ANSWERS)('refuses %s when the request is strict', async (malformation, answer) => {
    const server = await rawServer(answer);
    const session = testSession();

    const failure = await failureOf(session.client.get(server.origin, { strict: true }));

    session.close();
    await server.close();
    expect(failure.code).toMatch(/^target\.(protocol|body)$/);
    expect(failure.message).toContain(`the answer is malformed (${malformation})`);
    expect(session.requests()[0]?.malformed).toEqual([malformation]);
  });

  it('knows no malformation without an answer that shows it', () => {
    expect(new Set(ANSWERS.map(([malformation]) => malformation))).toEqual(new Set(MALFORMATIONS));
  });

  it('notes nothing of a well-formed answer', async () => {
    const server = await rawServer(`${HEAD}X-Odd:\r\nSet-Cookie: a=1\r\n${HELLO}`);
    const session = testSession();

    const { timings } = await session.client.get(server.origin, { strict: true });

    session.close();
    await server.close();
    expect(timings).not.toHaveProperty('malformed');
  });

  it('joins a folded header, and leaves out what is no header', async () => {
    const server = await rawServer(`${HEAD}X-Fold: a\r\n  b\r\n\tc\r\nX Bad: a\r\n: a\r\n${HELLO}`);
    const session = testSession();

    const { headers } = await session.client.get(server.origin);

    session.close();
    await server.close();
    expect(headers).toEqual({ 'x-fold': 'a b c', 'content-length': '5' });
  });

  it.each([
    ['lengths that differ', `${HEAD}Content-Length: 4\r\n${HELLO}`, /different "content-length"/],
    ['a NUL', `${HEAD}X-Odd: \0\r\n${HELLO}`, /NUL/],
    [
      'locations that differ',
      `${HEAD}Location: /a\r\nLocation: /b\r\n${HELLO}`,
      /different "location"/,
    ],
    [
      'no end of the head',
      HEAD + LENGTH,
      /closed the connection within the response headers, after 36 bytes/,
    ],
    ['no HTTP', 'hi', /the answer is not HTTP: it begins with "hi"/],
    ['too many bytes of head', `${HEAD}X: ${'x'.repeat(300_000)}`, /larger than 256 KB/],
  ])('fails on %s', async (_what, answer, message) => {
    const server = await rawServer(answer);
    const session = testSession();

    const failure = await failureOf(session.client.get(server.origin));

    session.close();
    await server.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toMatch(message);
  });
});

describe('HttpResponse.text()', () => {
  it.each([
    ['UTF-16 with its mark, whatever the charset', '\xff\xfeh\0i\0', 'utf-8', 'hi'],
    ['UTF-16 in the other order', '\xfe\xff\0h\0i', 'iso-8859-1', 'hi'],
    ['UTF-8 with its mark', '\xef\xbb\xbf\xc3\xa9', 'iso-8859-1', 'é'],
    ['the charset without a mark', '\xe9', 'iso-8859-1', 'é'],
  ])('reads %s', async (...[, body, charset, text]) => {
    const head = `${HEAD}Content-Type: text/plain; charset=${charset}\r\n`;
    const server = await rawServer(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    const session = testSession();

    const response = await session.client.get(server.origin);

    session.close();
    await server.close();
    expect(response.text()).toBe(text);
  });
});

function gzipped(bytes: Buffer, after: string): Buffer {
  const body = Buffer.concat([bytes, Buffer.from(after, 'latin1')]);
  const head = `${HEAD}Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;

  return Buffer.concat([Buffer.from(head), body]);
}

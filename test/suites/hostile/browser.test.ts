import { lookup } from 'node:dns/promises';
import net from 'node:net';
import type { BrowserPort } from '../../../lib/core/ports.ts';
import { attemptIn, testBrowser } from '../../support/browser-attempt.ts';
import {
  type Hostile,
  type HostileKind,
  type HostileTlsKind,
  startHostile,
} from '../../support/hostile-server.ts';
import { closer, listen } from '../../support/listening.ts';

let hostile: Hostile;
let giant: { readonly origin: string; close(): Promise<void> };
let browser: BrowserPort;

beforeAll(async () => {
  hostile = await startHostile();
  giant = await startGiantHeaders();
  browser = testBrowser({ allowPrivateTargets: ['127.0.0.1'] });
  await visit(hostile.url('ok'));
});

afterAll(async () => {
  await browser.dispose();
  await hostile.close();
  await giant.close();
});

/** Chromium reads 256 KB of headers and no more. */
async function startGiantHeaders() {
  const server = net.createServer((socket) => {
    socket.once('data', () => {
      socket.end(`HTTP/1.1 200 OK\r\nX-Giant: ${'h'.repeat(300 * 1024)}\r\n\r\n`);
    });
  });
  const close = closer(server);

  return { origin: `http://127.0.0.1:${await listen(server)}`, close };
}

async function visit(url: string, timeoutMs = 20_000) {
  return attemptIn(browser, {
    plan: { timeoutMs },
    body: async ({ page, step }) => {
      await step('open', async () => {
        await page.goto(url);
        await page.locator('#never').waitFor();
      });
    },
  });
}

interface Expectation {
  readonly kind: HostileKind;
  readonly cause: string;
  readonly message: RegExp;
  readonly timeoutMs?: number;
}

describe('a browser journey', () => {
  test.each<Expectation>([
    { kind: 'refused', cause: 'target.connect', message: /refused/ },
    { kind: 'reset', cause: 'target.protocol', message: /reset the connection/ },
    { kind: 'empty', cause: 'target.protocol', message: /empty answer/ },
    { kind: 'garbage', cause: 'target.protocol', message: /not HTTP/ },
    { kind: 'truncated', cause: 'target.body', message: /cut off/ },
    { kind: 'bad-gzip', cause: 'target.body', message: /cannot be decoded/ },
    { kind: 'gzip-bomb', cause: 'target.body', message: /larger than 10 MB/ },
    { kind: 'endless', cause: 'target.body', message: /larger than 10 MB/ },
    {
      kind: 'slow-drip',
      cause: 'target.timeout',
      message: /GET http:\S+slow-drip/,
      timeoutMs: 2_500,
    },
    {
      kind: 'silent',
      cause: 'target.timeout',
      message: /GET http:\S+silent/,
      timeoutMs: 2_500,
    },
    { kind: 'redirect-loop', cause: 'target.protocol', message: /redirect loop/ },
    {
      kind: 'redirect-private',
      cause: 'security.blocked',
      message: /169\.254\.169\.254 is a link-local address/,
    },
    { kind: 'status-500', cause: 'target.status', message: /answered 500/ },
    { kind: 'status-404', cause: 'target.status', message: /answered 404/ },
  ])('ends as $cause when the server is $kind', async (expected) => {
    const result = await visit(hostile.url(expected.kind), expected.timeoutMs);

    expect(result).toMatchObject({ outcome: 'failed', cause: expected.cause });
    expect(result.error?.message).toMatch(expected.message);
    expect(result.error?.step).toBe('open');
  });

  test('ends as what the resolver of this machine says when the name is unknown', async () => {
    const answer = await lookup('no-such-shop.invalid').catch((error: { code?: string }) => error);
    const works = 'code' in answer && answer.code === 'ENOTFOUND';

    const result = await visit(hostile.url('unknown-name'));

    expect(result.cause).toBe(works ? 'target.dns' : 'monitor.dns');
    expect(result.error?.message).toContain('"no-such-shop.invalid"');
    expect(result.durationMs).toBeLessThan(10_000);
  });

  test('opens a page with headers of 80 KB, as browsers of users do', async () => {
    const result = await visit(hostile.url('huge-headers'), 2_500);

    expect(result.cause).toBe('target.assertion');
    expect(result.requests[0]).toMatchObject({ status: 200, error: null });
  });

  test('ends as target.protocol when headers are larger than a browser takes', async () => {
    const result = await visit(giant.origin);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.protocol' });
    expect(result.error?.message).toMatch(/headers too large/);
    expect(result.durationMs).toBeLessThan(1_000);
  });

  test.each<{ kind: HostileTlsKind; message: RegExp }>([
    { kind: 'expired', message: /certificate expired on/ },
    { kind: 'wrong-host', message: /is for other-shop\.example, not for 127\.0\.0\.1/ },
    { kind: 'self-signed', message: /self-signed/ },
    { kind: 'not-yet-valid', message: /not yet valid: its validity starts on/ },
  ])('ends as target.tls when the certificate is $kind', async ({ kind, message }) => {
    const result = await visit(hostile.tlsUrl(kind));

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
    expect(result.error?.message).toMatch(message);
    expect(result.durationMs).toBeLessThan(1_000);
  });
});

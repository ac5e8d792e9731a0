import http from 'node:http';
import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import type { AttemptResult } from '../../../../../lib/core/journey/attempt.ts';
import type { BrowserJourneyContext } from '../../../../../lib/core/journey/definition.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { closer, listen } from '../../../../support/listening.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';

let server: PageServer;
let secure: PageServer;
let browser: BrowserPort;
let closedPort: number;

beforeAll(async () => {
  server = await startPages({
    '/': '<h1>Shop</h1>',
    '/broken': (_, response) => {
      response.statusCode = 500;
      response.end('broken');
    },
    '/never': () => undefined,
    '/reset': (_, response) => response.destroy(),
    '/window': '<a target="_blank" href="/broken">broken</a>',
  });
  secure = await startPages({ '/': 'secure' }, { tls: true });
  const gone = http.createServer();
  closedPort = await listen(gone);
  await closer(gone)();
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await Promise.all([server.close(), secure.close()]);
});

type Send = (context: BrowserJourneyContext, url: string) => Promise<unknown>;

type Client = 'page.request' | 'context.request' | 'fetch';

const CLIENTS: Readonly<Record<Client, Send>> = {
  'page.request': async ({ page }, url) => page.request.get(url, { timeout: 1_000 }),
  'context.request': async ({ context }, url) => context.request.get(url, { timeout: 1_000 }),
  fetch: async (_, url) => fetch(url, { signal: AbortSignal.timeout(1_000) }),
};

async function run(
  body: (context: BrowserJourneyContext) => Promise<unknown>,
): Promise<AttemptResult> {
  return attemptIn(browser, {
    plan: { baseUrl: server.origin, allowPrivate: true },
    body: async (context) => {
      await context.step('go', async () => body(context));
    },
  });
}

describe.each(Object.entries(CLIENTS))('%s', (_, send) => {
  test('is in the record with its status', async () => {
    const { cause, error, requests } = await run(async (context) =>
      send(context, `${server.origin}/broken`),
    );

    expect([cause, error?.message]).toEqual([
      'target.status',
      `GET ${server.origin}/broken answered 500; to accept it, add it to allowStatus, or check the status in the journey`,
    ]);
    expect(requests).toMatchObject([
      {
        method: 'GET',
        url: `${server.origin}/broken`,
        status: 500,
        step: 'go',
        resourceType: 'fetch',
        error: null,
      },
    ]);
  });

  test.each([
    ['/never', 'target.timeout', 'no complete answer came in time'],
    ['/reset', 'target.protocol', 'the server closed the connection without a complete answer'],
  ])('that fails at %s has the cause %s', async (path, expected, reason) => {
    const { cause, error, requests } = await run(async (context) =>
      send(context, `${server.origin}${path}`),
    );

    expect([cause, error?.message]).toEqual([
      expected,
      expect.stringContaining(`GET ${server.origin}${path}: ${reason}`),
    ]);
    expect(requests).toMatchObject([{ url: `${server.origin}${path}`, status: null }]);
    expect(requests[0]?.error).not.toBeNull();
  });

  test('that is refused or not trusted is the fault of the target', async () => {
    const refused = await run(async (context) => send(context, `http://127.0.0.1:${closedPort}/`));
    const untrusted = await run(async (context) => send(context, `${secure.origin}/`));

    expect([refused.cause, untrusted.cause]).toEqual(['target.connect', 'target.tls']);
    expect(refused.error?.message).toContain('the connection was refused (');
  });
});

test('an error status that the journey reads is for the journey to judge', async () => {
  const { outcome, error } = await run(async ({ page }) => {
    const url = `${server.origin}/broken`;
    const [first, second] = [await page.request.get(url), await page.request.get(url)];
    const [third, fourth] = [await fetch(url), await fetch(url)];
    expect([first.status(), second.ok(), third.status, fourth.ok]).toEqual([
      500,
      false,
      500,
      false,
    ]);
    expect([await first.text(), await third.text()]).toEqual(['broken', 'broken']);
  });

  expect([outcome, error]).toEqual(['passed', null]);
});

test('fetch is what it was after the run', async () => {
  const before = globalThis.fetch;

  await run(async ({ page }) => page.goto('/'));

  expect(globalThis.fetch).toBe(before);
});

test('the document of a window is judged like that of the page', async () => {
  const { cause, error } = await run(async ({ page }) => {
    await page.goto('/window');
    const [opened] = await Promise.all([page.waitForEvent('popup'), page.click('a')]);
    await opened.waitForLoadState();
  });

  expect(cause).toBe('target.status');
  expect(error?.message).toContain(`GET ${server.origin}/broken answered 500`);
});

test('the document of a context of its own is judged like that of the page', async () => {
  const { cause, requests } = await run(async ({ context }) => {
    const own = await context.browser()?.newContext({ baseURL: server.origin });
    await (await own?.newPage())?.goto('/broken');
  });

  expect(cause).toBe('target.status');
  expect(requests.map(({ status }) => status)).toEqual([500]);
});

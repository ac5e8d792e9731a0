import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import {
  attemptIn,
  type BrowserAttempt,
  testBrowser,
} from '../../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';

let server: PageServer;

let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({
    '/': `<h1>Shop</h1><input type="password"><p id="note"></p>`,
    '/noisy': `<script>console.warn('careful'); console.error('bad'); console.log('chat');
      setTimeout(() => { throw new Error('uncaught'); });</script>`,
    '/dialogs': `<script>alert('hi'); document.title = String(confirm('sure?'));</script>`,
    '/popups': `<button onclick="for (let i = 0; i < 20; i += 1) window.open('/');">open</button>
      <script>window.open('/');</script>`,
    '/agent': `<p id="facts"></p><script>facts.textContent = [innerWidth, navigator.language,
      Intl.DateTimeFormat().resolvedOptions().timeZone, matchMedia('(prefers-color-scheme: dark)').matches,
      typeof waywiserSend, typeof waywiserFlush].join();</script>`,
    '/header': (request, response) => {
      response.end(String(request.headers['x-test']));
    },
    '/members': (request, response) => {
      const known = request.headers.authorization !== undefined;
      response.writeHead(known ? 200 : 401, { 'www-authenticate': 'Basic realm="Members"' });
      response.end(request.headers.authorization ?? 'who?');
    },
  });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

async function attempt(body: BrowserAttempt['body'], rest: Omit<BrowserAttempt, 'body'> = {}) {
  return attemptIn(browser, {
    ...rest,
    plan: { baseUrl: server.origin, allowPrivate: true, ...rest.plan },
    body,
  });
}

describe('pages', () => {
  test('have their console, errors and dialogs watched', async () => {
    const result = await attempt(async ({ page }) => {
      await page.goto('/noisy');
      await page.waitForTimeout(50);
      await page.goto('/dialogs');
    });

    expect(result.outcome).toBe('passed');
    expect(result.console.map(({ level, text }) => [level, text])).toEqual([
      ['warning', 'careful'],
      ['error', 'bad'],
    ]);
    expect(result.pageErrors).toEqual(['Error: uncaught']);
  });

  test("of the journey's own making are watched from their first request", async () => {
    const result = await attempt(async ({ page, context }) => {
      await page.goto('/');
      const second = await context.newPage();
      await second.goto('/lost');
      await second.close();
    });

    expect(result.cause).toBe('target.status');
    expect(result.requests.map(({ url, status }) => [new URL(url).pathname, status])).toEqual([
      ['/', 200],
      ['/lost', 404],
    ]);
  });

  test('open no crowd of windows', async () => {
    let windows = 0;
    await attempt(async ({ page, context }) => {
      await page.goto('/popups');
      await page.click('button');
      await page.waitForTimeout(200);
      windows = context.pages().length;
    });

    expect(windows).toBeLessThanOrEqual(10);
  });

  test("have the plan's device and settings and cannot see the observer", async () => {
    let facts: string | null = '';
    const result = await attempt(
      async ({ page }) => {
        await page.goto('/agent');
        facts = await page.textContent('#facts');
      },
      {
        browserPlan: {
          viewport: { width: 777, height: 500 },
          locale: 'nl-NL',
          timeZone: 'Asia/Tokyo',
          colorScheme: 'dark',
        },
      },
    );

    expect(facts).toBe('777,nl-NL,Asia/Tokyo,true,undefined,undefined');
    expect(result.vitals?.ttfb?.value).toBeGreaterThan(0);
  });

  test('get the headers of the plan, and its credentials where they are asked for', async () => {
    const texts: (string | null)[] = [];
    const result = await attempt(
      async ({ page }) => {
        await page.goto('/header');
        texts.push(await page.textContent('body'));
        await page.goto('/members');
        texts.push(await page.textContent('body'));
      },
      {
        browserPlan: {
          headers: { 'x-test': 'yes' },
          credentials: { username: 'anna', password: 'pass' },
        },
      },
    );

    expect(texts).toEqual(['yes', `Basic ${btoa('anna:pass')}`]);
    expect(result).toMatchObject({ outcome: 'passed', cause: null });
  });

  test('are slowed as the plan says', async () => {
    const result = await attempt(
      async ({ page }) => {
        await page.goto('/');
      },
      {
        browserPlan: {
          cpuThrottle: 2,
          network: { downloadKbps: 1_000, uploadKbps: 1_000, latencyMs: 150 },
        },
      },
    );

    expect(result.requests[0]?.totalMs).toBeGreaterThan(140);
    expect(result.vitals?.fcp?.value).toBeGreaterThan(140);
  });
});

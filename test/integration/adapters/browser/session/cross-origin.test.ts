import type http from 'node:http';
import { expect as expectPage } from 'playwright/test';
import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import {
  attemptIn,
  type BrowserAttempt,
  testBrowser,
} from '../../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';

let server: PageServer;
let api: PageServer;
let secure: PageServer;
let browser: BrowserPort;

function answer(body: string, headers: Readonly<Record<string, string>> = {}) {
  return (_request: http.IncomingMessage, response: http.ServerResponse) => {
    response.writeHead(200, headers);
    response.end(body);
  };
}

function pricePage(route: string): string {
  return `<h1>Shop</h1><p id="price"></p><script>fetch('${api.origin}${route}')
    .then((r) => r.json()).then((j) => { price.textContent = j.price; });</script>`;
}

beforeAll(async () => {
  api = await startPages({
    '/open': answer('{"price":"9.95"}', { 'access-control-allow-origin': '*' }),
    '/closed': answer('{"price":"9.95"}'),
  });
  server = await startPages({
    '/allowed': pricePage('/open'),
    '/lost-cors': pricePage('/closed'),
  });
  secure = await startPages(
    { '/': `<h1>Safe</h1><script src="http://cdn.example/lib.js"></script>` },
    { tls: true },
  );
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await Promise.all([server.close(), api.close(), secure.close()]);
});

async function attempt(body: BrowserAttempt['body'], rest: Omit<BrowserAttempt, 'body'> = {}) {
  return attemptIn(browser, {
    ...rest,
    plan: { baseUrl: server.origin, allowPrivate: true, ...rest.plan },
    body,
  });
}

describe('a page that needs another origin', () => {
  test('passes when the header is there', async () => {
    const result = await attempt(async ({ page }) => {
      await page.goto('/allowed');
      await page.getByText('9.95').waitFor();
    });

    expect(result).toMatchObject({ outcome: 'passed' });
  });

  test('fails as for users when its CORS header is lost', async () => {
    const result = await attempt(async ({ page }) => {
      await page.goto('/lost-cors');
      await expectPage(page.getByText('9.95')).toBeVisible({ timeout: 500 });
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.assertion' });
    expect(result.requests.at(-1)?.error).toMatch(/^CORS: MissingAllowOriginHeader/);
    expect(result.console[0]?.text).toContain('blocked by CORS policy');
  });

  test('passes and lists the loss when the journey does not need it', async () => {
    const result = await attempt(async ({ page }) => {
      await page.goto('/lost-cors');
      await page.getByRole('heading', { name: 'Shop' }).waitFor();
      await page.waitForLoadState('networkidle');
    });

    expect(result.outcome).toBe('passed');
    expect(result.requests.at(-1)?.error).toMatch(/^CORS/);
  });

  test('fails as for users when it mixes plain content into a secure page', async () => {
    const result = await attempt(
      async ({ page }) => {
        await page.goto(`${secure.origin}/`);
        await page.locator('body[data-ready=yes]').waitFor({ timeout: 500 });
      },
      { plan: { ignoreTlsErrors: true } },
    );

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.assertion' });
    expect(result.requests.at(-1)).toMatchObject({ error: 'blocked: mixed-content', status: null });
    expect(result.console[0]?.text).toContain('Mixed Content');
  });
});

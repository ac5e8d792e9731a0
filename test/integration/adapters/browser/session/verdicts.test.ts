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

describe('documents', () => {
  test('with an error status fail the run with that status', async () => {
    const result = await attempt(async ({ page, step }) => {
      await step('go', async () => {
        await page.goto('/nowhere');
        await page.locator('#never').waitFor();
      });
    });

    expect(result).toMatchObject({
      outcome: 'failed',
      cause: 'target.status',
      error: { step: 'go' },
    });
  });

  test('that answer an error fail the run in windows that the page opens, too', async () => {
    const result = await attempt(async ({ page, step }) => {
      await step('look elsewhere', async () => {
        await page.goto('/');
        const opened = page.waitForEvent('popup');
        await page.evaluate(() => void window.open('/nowhere'));
        await (await opened).waitForLoadState();
      });
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.status' });
    expect(result.error?.message).toContain('/nowhere answered 404');
  });

  test('may answer a status that the journey allows', async () => {
    const result = await attempt(
      async ({ page }) => {
        await page.goto('/nowhere');
      },
      { plan: { allowStatus: [404] } },
    );

    expect(result.outcome).toBe('passed');
  });
});

describe('time-outs', () => {
  test('of a missing element come with its name, before the deadline of the run', async () => {
    const result = await attempt(
      async ({ page }) => {
        await page.goto('/');
        await page.click('#never');
      },
      { plan: { timeoutMs: 1_500 } },
    );

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.assertion' });
    expect(result.error?.message).toContain("waiting for locator('#never')");
  });

  test("leave the journey's own errors alone", async () => {
    const result = await attempt(async ({ page }) => {
      await page.goto('/');
      throw new TypeError('mine');
    });

    expect(result).toMatchObject({
      cause: 'journey.exception',
      error: { message: 'TypeError: mine' },
    });
  });
});

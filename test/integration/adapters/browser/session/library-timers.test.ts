import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import { libraryTimers } from '../../../../../lib/adapters/browser/session/library-timers.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { eventually } from '../../../../support/eventually.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';

let server: PageServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({ '/': '<h1>Shop</h1>' });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

describe('libraryTimers()', () => {
  test("counts Playwright's timers for a page until they have fired", async () => {
    const counts: number[] = [];

    const { outcome } = await attemptIn(browser, {
      plan: { baseUrl: server.origin, allowPrivate: true },
      body: async ({ page, context }) => {
        await page.goto('/');
        counts.push(libraryTimers(context));
        await page.waitForLoadState('networkidle');
        await eventually('its timer is gone', 5_000, () => libraryTimers(context) === 0);
        counts.push(libraryTimers(context));
      },
    });

    expect(outcome).toBe('passed');
    expect(counts).toEqual([1, 0]);
  });
});

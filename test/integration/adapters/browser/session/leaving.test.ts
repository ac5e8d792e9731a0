import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';

/** A task counts as blocking from 50 ms on. */
const BUSY_MS = 80;
const BLOCKED_MS = BUSY_MS - 50;

let server: PageServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({
    '/first': `<h1>First</h1><div id="banner"></div><p id="text">text</p><script>
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        banner.style.height = '300px';
        document.body.dataset.shifted = 'yes';
        const end = performance.now() + ${BUSY_MS};
        while (performance.now() < end);
      }, 50)));</script>`,
    '/second': '<h1>Second</h1>',
  });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

describe('vitals of a page that is left', () => {
  test.each(['same', 'other'])(
    'are recorded when the next page is of the %s site',
    async (site) => {
      const next =
        site === 'same' ? '/second' : `${server.origin.replace('127.0.0.1', 'localhost')}/second`;
      const { vitals } = await attemptIn(browser, {
        plan: { baseUrl: server.origin, allowPrivate: true },
        body: async ({ page, step }) => {
          await step('first', async () => {
            await page.goto('/first');
            await page.locator('body[data-shifted]').waitFor();
            await page.evaluate('new Promise(requestAnimationFrame)');
            await page.evaluate('new Promise(requestAnimationFrame)');
          });
          await step('second', async () => page.goto(next));
        },
      });

      expect(vitals).toMatchObject({
        navigations: [
          {
            url: `${server.origin}/first`,
            step: 'first',
            vitals: {
              ttfb: {},
              fcp: {},
              lcp: {},
              cls: { value: expect.any(Number), attribution: { element: '#text' } },
              tbt: { value: expect.any(Number) },
            },
          },
          { step: 'second', vitals: { cls: { value: 0 }, tbt: { value: 0 } } },
        ],
      });
      // The script alone is busy for 30 ms more than a task may be; a busy machine adds to it.
      expect(vitals?.navigations?.[0]?.vitals.tbt?.value).toBeGreaterThanOrEqual(BLOCKED_MS - 1);
    },
  );
});

import { isListed } from '../../../lib/adapters/browser/session/network-causes.ts';
import { attemptIn, testBrowser } from '../../support/browser-attempt.ts';
import { IS_WHOLE } from './choice.ts';

/** Numbers in use, by kind; the whole campaign opens those between them, too. */
const RANGES = IS_WHOLE
  ? [[1, 899]]
  : [
      [1, 40],
      [100, 195],
      [200, 225],
      [300, 392],
      [400, 418],
      [500, 510],
      [700, 720],
      [800, 825],
    ];
/** What a number without an error leads to. */
const NONE = 'net::ERR_INVALID_URL';
const MINUTE_MS = 60_000;

test(
  'every network error of the browser is in the table of causes',
  async () => {
    const browser = testBrowser({ mode: 'multi-process' });
    const found = new Set<string>();
    const numbers = RANGES.flatMap(([first = 0, last = 0]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );

    await attemptIn(browser, {
      plan: { timeoutMs: 5 * MINUTE_MS },
      body: async ({ page }) => {
        for (const number of numbers) {
          // The browser's own page for each of its errors.
          const text = await page.goto(`chrome://network-error/-${number}`).then(
            () => '',
            (error: Error) => error.message,
          );
          found.add(/net::ERR_\w+/.exec(text)?.[0] ?? NONE);
        }
      },
    });
    await browser.dispose();

    found.delete(NONE);
    const unlisted = [...found].filter((code) => !isListed(code));
    process.stdout.write(`\nnetwork errors: ${found.size}, without a cause: ${unlisted.length}\n`);
    expect(found.size).toBeGreaterThan(200);
    expect(unlisted).toEqual([]);
  },
  6 * MINUTE_MS,
);

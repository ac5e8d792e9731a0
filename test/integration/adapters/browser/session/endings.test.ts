import type { BrowserPort } from '../../../../../lib/core/ports.ts';
import type { AttemptResult } from '../../../../../lib/core/journey/attempt.ts';
import type { BrowserJourneyContext } from '../../../../../lib/core/journey/definition.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { type PageServer, startPages } from '../../../../support/page-server.ts';

const SPIN = '{ const end = performance.now() + 100; while (performance.now() < end); }';

let server: PageServer;
let browser: BrowserPort;

beforeAll(async () => {
  server = await startPages({
    '/': `<h1>Shop</h1><button onclick="${SPIN}">Slow</button>`,
    '/image': '<h1>Shop</h1><img src="/never.png">',
    '/style':
      '<style>@font-face { font-family: F; src: url(/never.woff2) } h1 { font-family: F }</style><h1>Shop</h1>',
    '/frame': '<h1>Shop</h1><iframe src="/never.html"></iframe>',
    '/many': Array.from({ length: 5 }, (_, index) => `<img src="/never-${index}.png">`).join(''),
    '/timer':
      '<h1>Shop</h1><script>setTimeout(() => document.body.append("fired"), 50_000)</script>',
    ...Object.fromEntries(
      ['', '-0', '-1', '-2', '-3', '-4'].map((name) => [`/never${name}.png`, () => undefined]),
    ),
    '/never.woff2': () => undefined,
    '/never.html': () => undefined,
    '/nothing': (_, response) => {
      response.statusCode = 204;
      response.end();
    },
  });
  browser = testBrowser();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

async function run(
  body: (context: BrowserJourneyContext) => Promise<unknown>,
  used = browser,
): Promise<AttemptResult> {
  return attemptIn(used, {
    plan: { baseUrl: server.origin, timeoutMs: 8_000 },
    body: async (context) => {
      await context.step('go', async () => body(context));
    },
  });
}

describe('a time-out of a navigation', () => {
  test.each([
    ['/image', '/never.png'],
    ['/style', '/never.woff2'],
    ['/frame', '/never.html'],
  ])('of %s names the request that has no answer', async (path, name) => {
    const { cause, error } = await run(async ({ page }) => page.goto(path, { timeout: 1_000 }));

    expect(cause).toBe('target.timeout');
    expect(error?.message).toBe(
      `page.goto: time-out of 1 s exceeded; requests without a complete answer: GET ${server.origin}${name}`,
    );
  });

  test('names three requests and counts the others', async () => {
    const { error } = await run(async ({ page }) => page.goto('/many', { timeout: 1_000 }));

    expect(error?.message).toContain(`GET ${server.origin}/never-2.png and 2 more`);
  });
});

describe.each(['multi-process', 'single-process'] as const)('a %s browser', (mode) => {
  let used: BrowserPort;

  beforeAll(() => {
    used = testBrowser({ mode });
  });

  afterAll(async () => used.dispose());

  test.each(['page', 'context', 'browser'] as const)(
    'may be left by a journey that closes its %s',
    async (name) => {
      const { outcome, error, vitals, steps } = await run(async ({ page, context }) => {
        await page.goto('/');
        await page.click('button');
        const closed = { page, context, browser: context.browser() };
        await closed[name]?.close();
      }, used);

      expect([outcome, error]).toEqual(['passed', null]);
      expect(vitals?.inp?.value).toBeGreaterThan(95);
      expect(steps[0]?.vitals?.inpMs).toBeGreaterThan(95);
    },
  );

  test('shows the next run a browser that works', async () => {
    await run(async ({ context }) => context.browser()?.close(), used);

    const { outcome, error } = await run(async ({ page }) => page.goto('/'), used);

    expect([outcome, error]).toEqual(['passed', null]);
  });

  test('that the journey has closed fails calls after it by name', async () => {
    const { cause, error } = await run(async ({ page, context }) => {
      await page.goto('/');
      await context.browser()?.close();
      await page.click('button');
    }, used);

    expect(cause).toBe('journey.exception');
    expect(error?.message).toBe(
      'page.click: Target page, context or browser has been closed: the journey has closed it before',
    );
  });
});

describe('messages', () => {
  test('of a document with status 204 name it', async () => {
    const { cause, error } = await run(async ({ page }) => page.goto('/nothing'));

    expect(cause).toBe('target.body');
    expect(error?.message).toBe(`GET ${server.origin}/nothing answered 204 in place of a page`);
  });

  test('of a time-out under a paused clock name the clock', async () => {
    const { cause, error } = await run(async ({ page }) => {
      await page.clock.install({ time: new Date('2030-01-01') });
      await page.goto('/timer');
      await page.clock.pauseAt(new Date('2030-01-01T00:00:01'));
      await page.getByText('fired').waitFor({ timeout: 500 });
    });

    expect(cause).toBe('target.assertion');
    expect(error?.message).toContain('The journey has paused the clock of the page');
  });

  test('of several errors at once name each, and the cause is theirs', async () => {
    const { cause, error } = await run(async ({ page }) => {
      await page.goto('/');
      await Promise.any([
        page.locator('#a').waitFor({ timeout: 300 }),
        page.locator('#b').waitFor({ timeout: 300 }),
      ]);
    });

    expect(cause).toBe('target.assertion');
    expect(error?.message).toMatch(/^2 errors: \(1\) locator.*300ms[^]*\(2\) locator.*300ms/);
  });
});

const JUMP_MS = 60_000;

test('a page whose clock is moved is measured by the time that passes', async () => {
  const { outcome, error, vitals } = await run(async ({ page }) => {
    await page.clock.install({ time: new Date('2030-01-01') });
    await page.goto('/timer');
    await page.clock.fastForward(JUMP_MS);
    await page.getByText('fired').waitFor();
  });

  expect([outcome, error]).toEqual(['passed', null]);
  expect(vitals?.fcp?.value).toBeLessThan(JUMP_MS);
});

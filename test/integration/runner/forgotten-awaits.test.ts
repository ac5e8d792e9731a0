import { type AttemptedBodies, attemptedBodies } from '../../support/attempted-bodies.ts';
import { type PageServer, startPages } from '../../support/page-server.ts';

let pages: PageServer;
let bodies: Record<'api' | 'browser', AttemptedBodies>;

beforeAll(async () => {
  pages = await startPages({
    '/': '<title>shop</title><h1>Shop</h1><button onclick="document.title = 1">Buy</button>',
    '/hang': () => undefined,
    '/broken': (_request, response) => {
      response.statusCode = 500;
      response.end('broken');
    },
  });
  bodies = {
    api: attemptedBodies('api', () => pages.origin),
    browser: attemptedBodies('browser', () => pages.origin),
  };
});

afterAll(async () => {
  await bodies.api.dispose();
  await bodies.browser.dispose();
  await pages.close();
});

const OPEN = `await page.goto('/');`;
const CHECK = `expect(1).toBe(1);`;

describe('a call that is never awaited', () => {
  test.each([
    {
      kind: 'browser',
      what: 'a web-first assertion',
      body: `expect(page.locator('h1')).toHaveText('Other', { timeout: 1_500 });`,
      message:
        /^expect\(…\)\.toHaveText was begun at \S+:4 and never awaited;.*failed: expect\(loc/,
      checks: 2,
    },
    {
      kind: 'browser',
      what: 'an action',
      body: `await step('buy', () => { page.getByText('None').click({ timeout: 300 }); });`,
      message: /^locator\.click was begun at \S+:4 and never awaited;.*Timeout 300ms/,
      checks: 1,
      step: 'buy',
    },
    {
      kind: 'browser',
      what: 'an evaluation that never ends',
      body: `void page.evaluate(() => new Promise(() => {}));`,
      message: /^page\.evaluate was begun at \S+:4 and never awaited;.*time-out of 4 s/,
      checks: 1,
    },
    {
      kind: 'browser',
      what: 'a call of the context',
      body: `context.waitForEvent('page', { timeout: 300 });`,
      message: /^context\.waitForEvent was begun at \S+:4 and never awaited;/,
      checks: 1,
    },
    {
      kind: 'browser',
      what: 'a request of the page',
      body: `page.request.get('/hang', { timeout: 300 });`,
      message: /^request\.get was begun at \S+:4 and never awaited;/,
      checks: 1,
    },
    {
      kind: 'browser',
      what: 'a call of what a call returned',
      body: `const [h1] = await page.locator('h1').all(); const box = await page.$('h1'); box.fill('x', { timeout: 300 });`,
      message: /^elementHandle\.fill was begun at \S+:4 and never awaited;/,
      checks: 1,
    },
    ...[
      ["page.keyboard.press('Nope')", 'keyboard.press'],
      ["page.keyboard.down('Nope')", 'keyboard.down'],
      ['page.mouse.move(0)', 'mouse.move'],
      ["page.touchscreen.tap('x', 'y')", 'touchscreen.tap'],
      ["page.clock.fastForward('never')", 'clock.fastForward'],
      ["page.mainFrame().waitForSelector('x', { timeout: 300 })", 'frame.waitForSelector'],
      ["page.frameLocator('x').locator('y').click({ timeout: 300 })", 'locator.click'],
      ["(await page.context().newCDPSession(page)).send('No.such')", 'cdpSession.send'],
    ].map(([call = '', name = '']) => ({
      kind: 'browser' as const,
      what: call,
      body: `${call};`,
      message: new RegExp(`^${name} was begun at \\S+:4 and never awaited; .* failed: `),
      checks: 1,
    })),
    {
      kind: 'api',
      what: 'a request',
      body: `http.get('/broken');`,
      message: /^http\.get was begun at \S+:4 and never awaited;.*answered 500/,
      checks: 1,
    },
    {
      kind: 'api',
      what: 'a request without an answer',
      body: `http.post('/hang');`,
      message: /^http\.post was begun at \S+:4 and never awaited;.*timed out/,
      checks: 1,
    },
    {
      kind: 'api',
      what: 'a step',
      body: `step('slow', async () => { await http.get('/'); await http.get('/broken'); });`,
      message: /^step "slow" was begun at \S+:4 and never awaited;.*answered 500/,
      checks: 1,
      step: 'slow',
    },
    {
      kind: 'api',
      what: 'a poll',
      body: `expect.poll(() => 1, { timeout: 200 }).toBe(2);`,
      message: /^expect\.poll\(…\)\.toBe was begun at \S+:4 and never awaited;[^]*Received: 1/,
      checks: 2,
    },
    {
      kind: 'api',
      what: 'a retried function',
      body: `expect(() => { throw new Error('no'); }).toPass({ timeout: 200 });`,
      message: /^expect\(…\)\.toPass was begun at \S+:4 and never awaited;.*no/,
      checks: 2,
    },
    {
      kind: 'api',
      what: 'an assertion about a promise that never settles',
      body: `expect(new Promise(() => {})).resolves.toBe(1);`,
      message:
        /^expect\(…\)\.resolves\.toBe was begun at \S+:4 and never awaited;.*time-out of 4 s/,
      checks: 1,
    },
  ] as const)('of $kind journeys fails the run: $what', async (sample) => {
    const { kind, body, message, checks } = sample;
    const first = kind === 'browser' ? OPEN : '';

    const result = await bodies[kind].run(`${first} ${CHECK}\n${body}`, 4_000);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'journey.exception', checks });
    expect(result.error).toMatchObject({
      line: 4,
      step: 'step' in sample ? sample.step : null,
      message: expect.stringMatching(message),
    });
  });

  test('that passes is a check, and a warning', async () => {
    const result = await bodies.browser.run(
      `${OPEN}\nexpect(page.locator('h1')).toHaveText('Shop');`,
    );

    expect(result).toMatchObject({ outcome: 'passed', checks: 1 });
    expect(result.log.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^expect\(…\)\.toHaveText was begun at \S+:4 and never awaited;.*passed$/,
      ),
    ]);
  });

  test('is awaited with what it leads to: an async function that is not awaited itself', async () => {
    const result = await bodies.browser.run(`${OPEN} ${CHECK}
      async function buy() {
        await page.getByText('Buy').click();
        await page.getByText('None').click({ timeout: 300 });
      }
      void buy();`);

    expect(result).toMatchObject({
      outcome: 'failed',
      cause: 'target.assertion',
      error: { line: 6 },
    });
    expect(result.error?.message).toContain('locator.click: Timeout 300ms');
  });

  test('is named in the log of a run that fails for another reason', async () => {
    const result = await bodies.api.run(
      `http.get('/broken'); await http.get('/');\nthrow new Error('x');`,
    );

    expect(result).toMatchObject({ cause: 'journey.exception', error: { message: 'x', line: 4 } });
    expect(result.log).toMatchObject([
      { text: expect.stringMatching(/^http\.get was begun at .*answered 500/) },
    ]);
  });

  test('does not hide a document that answered with an error', async () => {
    const result = await bodies.browser.run(`${CHECK} page.goto('/broken');`);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.status' });
  });
});

describe('a promise that is awaited later, or need not settle,', () => {
  test.each([
    [`const late = http.get('/'); await http.get('/'); await late; ${CHECK}`],
    [`await Promise.all([http.get('/'), http.get('/')]); ${CHECK}`],
    [`await Promise.race([http.get('/'), http.get('/hang')]); ${CHECK}`],
    [
      `await Promise.race([http.get('/'), expect(new Promise(() => {})).resolves.toBe(1)]); ${CHECK}`,
    ],
    [`await Promise.any([http.get('/broken'), http.get('/')]); ${CHECK}`],
    [`await http.get('/broken').catch(() => {}); ${CHECK}`],
    [
      `const late = http.get('/broken'); await http.get('/'); await expect(late).rejects.toThrow(/500/);`,
    ],
  ])('is no mistake: %s', async (body) => {
    const result = await bodies.api.run(body, 5_000);

    expect(result).toMatchObject({ outcome: 'passed', checks: 1, log: [] });
  });

  test.each([
    [
      `const shown = page.waitForEvent('console'); await page.evaluate(() => console.log(1)); await shown;`,
    ],
    [`await Promise.race([page.locator('h1').waitFor(), page.waitForURL('**/never')]);`],
    [`page.on('dialog', (dialog) => dialog.accept()); await page.evaluate(() => { alert(1); });`],
    [
      `await page.route('**/x', (route) => { route.abort(); }); await page.evaluate(() => fetch('/x').catch(() => 0));`,
    ],
  ])('is no mistake in a browser: %s', async (body) => {
    const result = await bodies.browser.run(`${OPEN} ${body} ${CHECK}`);

    expect(result).toMatchObject({ outcome: 'passed', checks: 1, log: [] });
  });
});

test('a rejection that an earlier run left behind is not booked on the next run', async () => {
  const hang = `${CHECK} globalThis.left = new Promise((_, reject) => { globalThis.fail = reject; });
    (async () => { await globalThis.left; })();`;
  const next = `const { fail } = globalThis; if (fail) { fail(new Error('of the run before')); globalThis.fail = null; log('failed it'); }
    await http.get('/'); ${CHECK}`;
  const body = `if (globalThis.left) { ${next} } else { ${hang} }`;
  const [first, second] = await bodies.api.twice(body);

  expect(first).toMatchObject({ outcome: 'passed' });
  expect(second).toMatchObject({ outcome: 'passed', log: [{ text: 'failed it' }] });
});

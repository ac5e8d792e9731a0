import { type AttemptedBodies, attemptedBodies } from '../../support/attempted-bodies.ts';
import { type PageServer, startPages } from '../../support/page-server.ts';

const HEADING = '<title>shop</title><h1>Shop</h1><ul><li>a</li><li>b</li></ul>';

let pages: PageServer;
let bodies: Record<'api' | 'browser', AttemptedBodies>;

beforeAll(async () => {
  pages = await startPages({ '/': HEADING });
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

const KINDS = ['api', 'browser'] as const;

describe.each(KINDS)('expect of %s journeys', (kind) => {
  test('soft() lists all failures, and the body goes on', async () => {
    const result = await bodies[kind].run(`
      await step('one', () => { expect.soft(1, 'the first').toBe(2); expect.soft([3]).toEqual([4]); });
      await step('two', () => { expect.soft(5).toBe(5); log('went on'); });`);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.assertion', checks: 3 });
    expect(result.error).toMatchObject({ step: 'one', line: 4 });
    expect(result.error?.message).toMatch(
      /^2 soft expectations failed:\n\n1\) \S+:4 the first\n\n.*toBe[^]*Received: 1\n\n2\) \S+:4 .*toEqual/,
    );
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
    expect(result.log).toMatchObject([{ text: 'went on' }]);
  });

  test('soft() counts failures that it does not list', async () => {
    const result = await bodies[kind].run(
      `for (let i = 0; i < 200; i += 1) expect.soft('x' + i).toBe('y');`,
    );

    expect(result).toMatchObject({ cause: 'target.assertion', checks: 200 });
    expect(result.error?.message).toMatch(/^200 soft expectations failed:[^]*\nand 180 more$/);
  });

  test('soft() is named beside an error that ended the body', async () => {
    const result = await bodies[kind].run(
      `expect.configure({ soft: true })(1).toBe(2); throw new Error('out of stock');`,
    );

    expect(result).toMatchObject({ cause: 'journey.exception', checks: 1 });
    expect(result.error?.message).toMatch(
      /^out of stock\n\nBefore this, 1 soft expectation failed:\n\n1\) .*toBe/,
    );
  });

  test('a soft failure of a step that holds otherwise fails the outer step too', async () => {
    const result = await bodies[kind].run(
      `await step('outer', () => step('inner', () => { expect.soft(1).toBe(2); }));`,
    );

    expect(result.error).toMatchObject({
      step: 'inner',
      message: expect.stringMatching(/^expect/),
    });
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
  });

  test('poll() reads a value until a matcher holds, and is one check', async () => {
    const result = await bodies[kind].run(`
      let reads = 0;
      await expect.poll(async () => (reads += 1), { intervals: [1] }).toBe(3);
      await expect.poll(() => { expect(1).toBe(1); return 'x'; }).not.toBe('y');
      log(reads);`);

    expect(result).toMatchObject({ outcome: 'passed', checks: 2, log: [{ text: '3' }] });
  });

  test.each([
    [
      `await expect.poll(() => 5, { timeout: 200, message: 'five' }).toBe(4);`,
      /^five\n[^]*Received: 5/,
    ],
    [`await expect(() => { expect(6).toBe(4); }).toPass({ timeout: 200 });`, /Received: 6/],
    [`await expect.poll(() => new Promise(() => {}), { timeout: 200 }).toBe(4);`, /Timeout 200ms/],
  ])('%s fails as an assertion at its line', async (body, message) => {
    const result = await bodies[kind].run(`\n${body}`);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.assertion', checks: 1 });
    expect(result.error).toMatchObject({ line: 4, message: expect.stringMatching(message) });
  });

  test('toPass() calls a function until it throws nothing, and is one check', async () => {
    const result = await bodies[kind].run(`
      let calls = 0;
      await expect(async () => { calls += 1; expect(calls).toBe(3); }).toPass({ intervals: [1] });
      await expect(async () => { calls += 1; expect.soft(calls).toBe(6); }).toPass({ intervals: [1] });
      log(calls);`);

    expect(result).toMatchObject({ outcome: 'passed', checks: 2, log: [{ text: '6' }] });
  });

  test('toPass() without a time-out ends before the journey does, with its own message', async () => {
    const result = await bodies[kind].run(
      `await expect(() => { expect(1).toBe(2); }).toPass({ intervals: [50] });`,
      3_000,
    );

    expect(result).toMatchObject({ cause: 'target.assertion', checks: 1 });
    expect(result.error?.message).toContain('Received: 1');
  });

  test('extend() adds matchers', async () => {
    const result = await bodies[kind].run(`
      const own = expect.extend({ toBeEven: (n) => ({ pass: n % 2 === 0, message: () => n + ' is odd' }) });
      own(2).toBeEven();
      own(3).not.toBeEven();
      own(5, 'five').toBeEven();`);

    expect(result).toMatchObject({ cause: 'target.assertion', checks: 3 });
    expect(result.error).toMatchObject({ line: 7, message: 'five\n\n5 is odd' });
  });
});

describe('expect of browser journeys', () => {
  const open = `await page.goto('/');`;

  test('soft() goes on after a web-first assertion', async () => {
    const result = await bodies.browser.run(`${open}
      await expect.soft(page.getByRole('heading')).toHaveText('Other', { timeout: 100 });
      await expect.soft(page).toHaveTitle('shop');`);

    expect(result).toMatchObject({ cause: 'target.assertion', checks: 2, error: { line: 4 } });
    expect(result.error?.message).toContain('Expected: "Other"');
  });

  test('toMatchAriaSnapshot() compares with the snapshot in the call', async () => {
    const result = await bodies.browser.run(`${open}
      const list = page.getByRole('list');
      await expect(list).toMatchAriaSnapshot(\`
        - list:
          - listitem: a
          - listitem: b\`);
      await expect(page).not.toMatchAriaSnapshot('- heading "Other"');
      await expect(list).toMatchAriaSnapshot('- listitem: c', { timeout: 100 });`);

    expect(result).toMatchObject({ cause: 'target.assertion', checks: 3, error: { line: 10 } });
    expect(result.error?.message).toContain('- - listitem: c');
  });

  test.each([
    ['expect(page).toHaveScreenshot()', 'Cannot use toHaveScreenshot()'],
    [`expect('text').toMatchSnapshot()`, 'Cannot use toMatchSnapshot()'],
    [`expect(page.locator('h1')).toMatchAriaSnapshot()`, 'without a snapshot'],
    [`expect(page.locator('h1')).not.toMatchAriaSnapshot('')`, 'without a snapshot'],
    [`expect(page).toMatchAriaSnapshot({ name: 'a.yml' })`, 'without a snapshot'],
  ])('%s is refused in words', async (call, message) => {
    const result = await bodies.browser.run(`${open}\nawait ${call};`);

    expect(result).toMatchObject({ cause: 'journey.exception', error: { line: 4 } });
    expect(result.error?.message).toContain(message);
  });
});

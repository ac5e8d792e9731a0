import {
  type APIResponse,
  type BrowserContext,
  type Expect,
  expect as journeyExpect,
  type Locator,
  type Page,
} from '../../../lib/index.ts';

interface Given {
  readonly page: Page;
  readonly locator: Locator;
  readonly context: BrowserContext;
  readonly response: APIResponse;
}

/** Checked by the compiler, never called: each line must have, or must not have, a type. */
async function expectations({ page, locator, response }: Given): Promise<void> {
  await journeyExpect(page).toHaveTitle('x');
  await journeyExpect(locator).not.toBeVisible();
  await journeyExpect(locator).toMatchAriaSnapshot('- list', { timeout: 1 });
  await journeyExpect(response).toBeOK();
  journeyExpect('a', 'message').not.toContain('b');
  journeyExpect({ a: 1 }).toEqual(journeyExpect.objectContaining({ a: journeyExpect.anything() }));
  await journeyExpect(Promise.resolve(1)).resolves.toBe(1);
  await journeyExpect.soft(locator).toHaveText('x');
  journeyExpect.soft(1).toBe(2);
  await journeyExpect.poll(() => 1, { timeout: 5, intervals: [1] }).toBe(1);
  await journeyExpect.poll(async () => 'x', 'message').not.toMatch(/y/);
  await journeyExpect(async () => undefined).toPass({ timeout: 1 });
  const soft: Expect = journeyExpect.configure({ soft: true, timeout: 1 });
  soft(1).toBe(1);
  const own = journeyExpect.extend({
    toBeOdd: (received: number) => ({ pass: received % 2 === 1, message: () => 'even' }),
  });
  own(3).toBeOdd();
  own(2).not.toBeOdd();
}

/** Matchers that a journey cannot have. */
async function refused({ page, locator }: Given): Promise<void> {
  // @ts-expect-error -- needs stored files
  await journeyExpect(page).toHaveScreenshot();
  // @ts-expect-error -- needs stored files
  await journeyExpect(locator).not.toHaveScreenshot();
  // @ts-expect-error -- needs stored files
  journeyExpect('x').toMatchSnapshot();
  // @ts-expect-error -- without a snapshot
  await journeyExpect(locator).toMatchAriaSnapshot();
  // @ts-expect-error -- a matcher of locators
  await journeyExpect(1).toBeVisible();
}

test('the types of expect have what a journey has, and nothing else', () => {
  expect([expectations, refused]).toHaveLength(2);
});

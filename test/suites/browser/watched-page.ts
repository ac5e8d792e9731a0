import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page with a log of its faults. */
export interface WatchedPage {
  readonly page: Page;
  /** Messages of errors and warnings, refused resources, uncaught exceptions, failed requests. */
  readonly faults: string[];
  close: () => Promise<void>;
}

/** Folder of the screenshots. */
export const PICTURES = 'test-output/screenshots/browser';

const DEADLINE_MS = 15_000;
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = ['serious', 'critical'];

/** Opens a page whose faults are logged from before its first script. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'unknown';
    // Leaving a page aborts its stream of events.
    if (reason !== 'net::ERR_ABORTED') faults.push(`request: ${request.url()} ${reason}`);
  });

  return { page, faults, close: () => context.close() };
}

/** Serious and critical findings of axe, one line for each element. */
export async function seriousAxeFindings(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which no Content-Security-Policy blocks; the page is not changed.
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what was just evaluated
    const { axe } = globalThis as unknown as { readonly axe: typeof axeCore };
    const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });

    return found.map(({ id, impact, nodes }) => ({
      id,
      impact: impact ?? '',
      where: nodes.map(({ target, failureSummary }) => `${String(target)} ${failureSummary ?? ''}`),
    }));
  });

  return violations
    .filter(({ impact }) => SERIOUS.includes(impact))
    .flatMap(({ id, impact, where }) => where.map((each) => `${impact} ${id}: ${each}`));
}

/** Saves a screenshot of the whole page. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

/** Overflow of the page in pixels with the elements that cause it; null: the page fits its window. */
export async function overflow(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const wide = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .slice(-3)
      .map((element) => element.outerHTML.slice(0, 120));

    return `${scrollWidth - clientWidth} px wider: ${wide.join(' | ')}`;
  });
}

import type { Browser, Page } from 'playwright-core';
import { seriousAxeFindings, saveScreenshot, overflow, watchedPage } from './watched-page.ts';
import type { BrowserWorld } from './world.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

/** A page of the dashboard, and the status that it answers with. */
export interface KnownPage {
  readonly name: string;
  readonly url: string;
  readonly status: number;
}

/** Widths of windows that pages must fit, in pixels. */
export const WIDTHS = [1440, 390] as const;

const SCHEMES = ['light', 'dark'] as const;

/** Names of {@link pagesOf}; test titles need them before the world exists. */
export const PAGE_NAMES = [
  'overview',
  'journey',
  'journey-metric',
  'run-passed',
  'run-failed',
  'run-past',
  'compare',
  'costs',
  'not-found',
  'empty-overview',
  'empty-journey',
] as const;

const HEIGHTS: Readonly<Record<number, number>> = { 390: 844, 1440: 900 };

/** Every kind of page, with the address that links to it would have. */
export function pagesOf(world: BrowserWorld): readonly KnownPage[] {
  const { pages, emptyPages, passed, failed, past } = world;
  const old = past[0]?.runs.find(({ outcome }) => outcome === 'failed');
  const nowMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const [start, middle, end] = [21, 10, 0].map((days) =>
    new Date(nowMs - days * DAY_MS).toISOString(),
  );
  const paths: Readonly<Record<(typeof PAGE_NAMES)[number], string>> = {
    overview: '/overview',
    journey: '/journeys/browse-and-buy?last=42d',
    'journey-metric': '/journeys/browse-and-buy?last=42d&metric=lcp',
    'run-passed': runPath(passed),
    'run-failed': runPath(failed),
    'run-past': old === undefined ? '/' : runPath(old),
    compare: `/compare?journey=browse-and-buy&a=${start}..${middle}&b=${middle}..${end}`,
    costs: '/costs',
    'not-found': '/nothing-here',
    'empty-overview': '/overview',
    'empty-journey': '/journeys/search',
  };

  return PAGE_NAMES.map((name) => ({
    name,
    url: (name.startsWith('empty') ? emptyPages : pages).url + paths[name],
    status: name === 'not-found' ? 404 : 200,
  }));
}

/** Path of a run's page. */
export function runPath(run: {
  readonly journey: string;
  readonly region: string;
  readonly runId: string;
}): string {
  return `/runs/${[run.journey, run.region, run.runId].map(encodeURIComponent).join('/')}`;
}

/** All faults of a page in the light and the dark scheme; saves a screenshot of each. */
export async function faultsOf(
  browser: Browser,
  { name, url, status }: KnownPage,
  width: number,
): Promise<readonly string[]> {
  const { page, faults, close } = await watchedPage(browser, {
    viewport: { width, height: HEIGHTS[width] ?? 900 },
  });
  try {
    const response = await page.goto(url);
    if (response?.status() !== status) faults.push(`status ${response?.status()}`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await drawCharts(page);
      faults.push(...(await seriousAxeFindings(page)).map((fault) => `${colorScheme}: ${fault}`));
      await saveScreenshot(page, `${name}-${width}-${colorScheme}`);
    }
    const wide = await overflow(page);

    // The browser itself reports the status 404.
    return [...faults, ...(wide === null ? [] : [wide])].filter(
      (fault) => status === 200 || !fault.includes('status of 404'),
    );
  } finally {
    await close();
  }
}

/** Scrolls through the page, because charts are drawn as they come near, and waits for all of them. */
async function drawCharts(page: Page): Promise<void> {
  for (const picture of await page.locator('.chart-picture').all()) {
    await picture.scrollIntoViewIfNeeded();
    await picture.locator('canvas').waitFor();
  }
  await page.evaluate(() => scrollTo(0, 0));
}

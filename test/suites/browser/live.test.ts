import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/hostile-server.ts';
import { type ReaderBrowser, readerBrowser } from '../../support/reader-browser.ts';
import { demoProject } from './demo-project.ts';
import { type ServedPages, servedPages } from './served-pages.ts';
import { saveScreenshot, watchedPage } from './watched-page.ts';

/** Every journey runs at least once a minute. */
const EVENT_MS = 90_000;
/** A hidden page closes its stream after 20 s. */
const REST_MS = 21_000;
const CHANGE_MS = 15_000;

let reader: ReaderBrowser;
let dev: ServedPages | null = null;

beforeAll(async () => {
  reader = await readerBrowser();
});

afterAll(async () => {
  await dev?.stop();
  await reader.end();
});

test('the page of waywiser dev shows runs as they finish, without a reload, and says when it is disconnected', async () => {
  const { cwd } = demoProject(['api-order', 'search', 'browse-and-buy'], await freePort());
  dev = await servedPages(['dev', '--dashboard-port', '0'], cwd);
  const { page, faults, close } = await watchedPage(reader.browser);
  await page.goto(`${dev.url}/overview`);
  await page.evaluate(() => {
    document.documentElement.dataset['first'] = 'yes';
  });
  const status = page.locator('[data-live-status]');
  const runs = page.locator('table.journeys a[href*="/runs/"]');
  const before = await addressesOf(runs);

  const after = await eventually('the page shows another run', EVENT_MS, async () => {
    const now = await addressesOf(runs);
    return now.join() === before.join() ? null : now;
  });
  await eventually('the page says when it was updated', EVENT_MS, async () =>
    (await status.textContent())?.includes('live · updated'),
  );
  const isSame = await page.evaluate(() => document.documentElement.dataset['first']);
  await saveScreenshot(page, 'live-1440-light');

  expect(isSame).toBe('yes');
  expect(after.filter((address) => !before.includes(address))[0]).toMatch(
    /^\/runs\/[a-z-]+\/local\//,
  );
  expect(faults).toEqual([]);

  await dev.stop();
  await page.locator('[data-live-state="lost"]').waitFor();
  expect(await status.textContent()).toMatch(/^disconnected since \d\d:\d\d:\d\d/);
  await saveScreenshot(page, 'live-lost-1440-light');
  await close();
}, 150_000);

async function addressesOf(links: Locator): Promise<readonly string[]> {
  return links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
}

test('a hidden page closes its stream, and catches up when it is visible again', async () => {
  const { cwd } = demoProject(['search'], await freePort());
  const served = await servedPages(['dev', '--dashboard-port', '0'], cwd);
  const { page, close } = await watchedPage(reader.browser);
  const asked: string[] = [];
  const ended: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('requestfailed', (request) => ended.push(new URL(request.url()).pathname));
  try {
    await page.clock.install();
    await page.goto(`${served.url}/overview`);
    await page.locator('[data-live-state="live"]').waitFor();

    await showPage(page, false);
    await page.clock.fastForward(REST_MS);
    await eventually('the stream is closed', CHANGE_MS, () => ended.includes('/live'));
    const [streams, readings] = [countOf(asked, '/live'), countOf(asked, '/overview')];
    await showPage(page, true);
    await eventually(
      'the stream is open again',
      CHANGE_MS,
      () => countOf(asked, '/live') > streams,
    );
    await eventually('the page is read again', CHANGE_MS, async () => {
      await page.clock.fastForward(2_000);
      return countOf(asked, '/overview') > readings;
    });

    expect(streams).toBe(1);
    expect(countOf(asked, '/live')).toBe(2);
  } finally {
    await close();
    await served.stop();
  }
}, 90_000);

function countOf(paths: readonly string[], wanted: string): number {
  return paths.filter((each) => each === wanted).length;
}

/** Hides or shows a page, as switching tabs does. */
async function showPage(page: Page, isShown: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !isShown);
}

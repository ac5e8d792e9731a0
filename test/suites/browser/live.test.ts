import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/hostile-server.ts';
import { type ReaderBrowser, readerBrowser } from '../../support/reader-browser.ts';
import { demoProject } from './demo-project.ts';
import { type ServedPages, servedPages } from './served-pages.ts';
import { keepPicture, watchedPage } from './watched-page.ts';

const NEWS_MS = 60_000;

let reader: ReaderBrowser;
let dev: ServedPages | null = null;

beforeAll(async () => {
  reader = await readerBrowser();
});

afterAll(async () => {
  await dev?.stop();
  await reader.end();
});

test("dev's page shows runs as they end, without being loaded again, and says when it is cut off", async () => {
  const { cwd } = demoProject(['api-order'], await freePort());
  dev = await servedPages(['dev', '--dashboard-port', '0'], cwd);
  const { page, faults, close } = await watchedPage(reader.browser);
  await page.goto(`${dev.url}/overview`);
  await page.evaluate(() => {
    document.documentElement.dataset['first'] = 'yes';
  });
  const status = page.locator('[data-live-status]');

  await page
    .locator('tbody[data-name^="api-order "] a[href*="/runs/"]')
    .first()
    .waitFor({ timeout: NEWS_MS });
  const first = await page.locator('a[href*="/runs/"]').first().getAttribute('href');
  await eventually('the page says that it was updated', NEWS_MS, async () =>
    (await status.textContent())?.includes('updated'),
  );
  await keepPicture(page, 'live-1440-light');
  const isSame = await page.evaluate(() => document.documentElement.dataset['first']);

  expect(isSame).toBe('yes');
  expect(first).toMatch(/^\/runs\/api-order\/local\//);
  expect(faults).toEqual([]);

  await dev.stop();
  await page.locator('[data-live-state="lost"]').waitFor();
  expect(await status.textContent()).toMatch(/^not live any more since \d\d:\d\d:\d\d/);
  await keepPicture(page, 'live-lost-1440-light');
  await close();
}, 120_000);

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { waywiser } from '../../support/command-line.ts';
import { freePort } from '../../support/hostile-server.ts';
import { type ReaderBrowser, readerBrowser } from '../../support/reader-browser.ts';
import { demoProject } from './demo-project.ts';
import { reportOfCopies } from './report-of-copies.ts';
import { seriousAxeFindings, saveScreenshot, overflow, watchedPage } from './watched-page.ts';

const RESULTS = 'test-output';
const DAYS = '90';
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];

let reader: ReaderBrowser;
let cwd: string;

beforeAll(async () => {
  reader = await readerBrowser();
  cwd = demoProject(['browse-and-buy', 'api-order'], await freePort()).cwd;
  const made = await waywiser(
    ['backfill', '--days', DAYS, '--every', '3h', '--scenario', 'outage', '--regions', ...REGIONS],
    { cwd },
  );
  if (made.code !== 0) throw new Error(`backfill ended with ${made.code}: ${made.err}`);
}, 120_000);

afterAll(async () => {
  await reader.end();
});

async function reported(...options: readonly string[]): Promise<string> {
  const { code, err } = await waywiser(
    ['report', '--since', `${DAYS}d`, '--out', 'report.html', ...options],
    { cwd },
  );
  expect({ code, err }).toMatchObject({ code: 0 });

  return path.join(cwd, 'report.html');
}

describe('waywiser report', () => {
  test('its file opens from disk without a network, and requests nothing', async () => {
    const file = await reported();
    const { page, faults, close } = await watchedPage(reader.browser, { offline: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));

    const url = pathToFileURL(file).href;
    await page.goto(url);

    expect(asked.filter((each) => !each.startsWith('data:'))).toEqual([url]);
    expect(faults).toEqual([]);
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('not analysed');
    expect(await page.locator('.report-part').count()).toBe(4);
    expect(await page.locator('#journey-2 h1, #journey-2 h2').first().innerText()).toContain(
      'browse-and-buy',
    );
    await close();
  });

  test('every link leads to a place in the file, and ids are unique', async () => {
    const markup = readFileSync(await reported(), 'utf8');

    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    const links = [...markup.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    const own = links.filter((href) => href.startsWith('#')).map((href) => href.slice(1));

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((id) => !ids.includes(id))).toEqual([]);
    // Others are the runbook's pages and the favicon.
    const foreign = links.filter((href) => !/^(?:#|data:image\/svg)/.test(href));
    expect(foreign.filter((href) => !/^https:\/\/\S+#/.test(href))).toEqual([]);
  });

  test.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)('it is readable, %s and %i pixels wide', async (colorScheme, width) => {
    const { page, close } = await watchedPage(reader.browser, {
      colorScheme,
      viewport: { width, height: 900 },
      bypassCSP: true,
    });

    await page.goto(pathToFileURL(await reported()).href);

    expect(await seriousAxeFindings(page)).toEqual([]);
    expect(await overflow(page)).toBeNull();
    await saveScreenshot(page, `report-${width}-${colorScheme}`);
    await close();
  });

  test('it prints to a PDF with the pages of every journey', async () => {
    await reported('--pdf', 'report.pdf');

    const pdf = readFileSync(path.join(cwd, 'report.pdf'));
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(path.join(RESULTS, 'report.pdf'), pdf);

    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.length).toBeLessThan(12);
  });

  test('a report of chosen journeys has only these, and lists the known journeys for an unknown name', async () => {
    const markup = readFileSync(await reported('api-order'), 'utf8');
    const wrong = await waywiser(['report', 'api-oder'], { cwd });

    expect(markup).toContain('id="journey-1"');
    expect(markup).not.toContain('id="journey-2"');
    expect(markup).not.toContain('browse-and-buy');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain(
      'did you mean "api-order"? expected one of api-order, browse-and-buy',
    );
  });
});

describe('a report of twenty journeys in three regions over 90 days', () => {
  const JOURNEYS = 20;
  const MAX_BYTES = 1_000_000;

  test('takes less than a megabyte', async () => {
    const names = Array.from({ length: JOURNEYS }, (_, index) => `browse-and-buy-${index + 1}`);

    const markup = await reportOfCopies(cwd, 'browse-and-buy', names);

    expect(Buffer.byteLength(markup)).toBeLessThan(MAX_BYTES);
    for (const name of names) expect(markup).toContain(`<h1><bdi>${name}</bdi></h1>`);
    for (const region of REGIONS) {
      expect(markup.split(`<bdi>${region}</bdi>`).length).toBeGreaterThan(JOURNEYS);
    }
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { pathPart } from '../../../lib/site/page-address.ts';
import { type CommandResult, waywiser } from '../../support/command-line.ts';
import { writeHostileHistory } from '../../support/hostile-history.ts';
import { freePort } from '../../support/hostile-server.ts';
import {
  DANGEROUS,
  EVERYTHING,
  hugeText,
  RIGHT_TO_LEFT_NAME,
  SCRIPT_NAME,
} from '../../support/hostile-texts.ts';
import { type ReaderBrowser, readerBrowser } from '../../support/reader-browser.ts';
import { demoProject } from './demo-project.ts';
import { type ServedPages, servedPages } from './served-pages.ts';
import { seriousAxeFindings, saveScreenshot, overflow, watchedPage } from './watched-page.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const FILL_MS = 120_000;
const MAX_BYTES = 400_000;

let reader: ReaderBrowser;
let pages: ServedPages;
let cwd: string;
let newest: readonly RunRecord[];

beforeAll(async () => {
  reader = await readerBrowser();
  cwd = demoProject(['api-order'], await freePort()).cwd;
  newest = await writeHostileHistory(path.join(cwd, '.waywiser'), Date.now());
  pages = await servedPages(['dashboard', '--port', '0'], cwd);
}, FILL_MS);

afterAll(async () => {
  await pages.stop();
  await reader.end();
});

const PAGE_NAMES = ['overview', 'script', 'right-to-left', 'metric', 'run', 'compare'] as const;
const OTHER_NAMES = ['costs', 'no-page', 'no-journey', 'no-metric', 'no-time'] as const;
const NAMES = [...PAGE_NAMES, ...OTHER_NAMES];
type Name = (typeof NAMES)[number];

function addressOf(name: Name): string {
  const [run] = newest;
  if (run === undefined) throw new Error('nothing ran');
  const script = encodeURIComponent(SCRIPT_NAME);
  const hostile = encodeURIComponent(EVERYTHING.toWellFormed());
  const atMs = Date.parse(run.startedAt);
  const [a, b, c] = [2, 1, 0].map((hours) => new Date(atMs - hours * HOUR_MS).toISOString());
  const addresses: Readonly<Record<Name, string>> = {
    overview: '/overview?last=24h',
    script: `/journeys/${script}?last=24h`,
    'right-to-left': `/journeys/${encodeURIComponent(RIGHT_TO_LEFT_NAME)}?last=24h`,
    metric: `/journeys/${script}?last=24h&metric=${encodeURIComponent(`step:${EVERYTHING.toWellFormed()}`)}`,
    run: `/runs/${[run.journey, run.region, run.runId].map(pathPart).join('/')}`,
    compare: `/compare?journey=${script}&a=${a}..${b}&b=${b}..${c}`,
    costs: '/costs',
    'no-page': `/${hostile}`,
    'no-journey': `/journeys/${hostile}`,
    'no-metric': `/journeys/${script}?metric=${hostile}`,
    'no-time': `/overview?from=${hostile}&to=${hostile}`,
  };

  return addresses[name];
}

/** Elements, attributes and addresses that only a hostile text can produce. */
async function madeByTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const made = all.filter(
      (element) =>
        element.matches(
          'img[src="x"], iframe, object, embed, base, form[action^="http"], [style]',
        ) ||
        element.matches('script:not([src]):not([type="application/json"])') ||
        element.getAttributeNames().some((name) => name.startsWith('on')) ||
        ['href', 'src', 'action'].some((name) =>
          /^\s*(?:javascript|vbscript|data:text)/i.test(element.getAttribute(name) ?? ''),
        ),
    );

    // The page's own script positions charts by inline styles.
    return made
      .filter((element) => element.closest('.chart-picture') === null)
      .map((element) => element.outerHTML.slice(0, 200));
  });
}

/** Visible text: all text nodes except data for scripts, and the document's title. */
async function seenTexts(page: Page): Promise<string> {
  return page.evaluate(() => {
    const texts = document.evaluate('//body//text()[not(ancestor::script)]', document, null, 7);

    return [
      document.title,
      ...Array.from(
        { length: texts.snapshotLength },
        (_, index) => texts.snapshotItem(index)?.nodeValue ?? '',
      ),
    ].join('\n');
  });
}

/** Right-to-left texts without an element around them that isolates their direction. */
async function unisolated(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const texts = document.evaluate('//body//text()', document, null, 7);
    const found = Array.from({ length: texts.snapshotLength }, (_, index) => {
      const text = texts.snapshotItem(index)?.nodeValue ?? '';
      const around = document.evaluate(
        'ancestor::*[not(self::body or self::html)]',
        texts.snapshotItem(index) ?? document,
        null,
        7,
      );
      const elements = Array.from({ length: around.snapshotLength }, (_none, at) =>
        around.snapshotItem(at),
      ).filter((element) => element instanceof Element);
      const isApart = elements.some(
        (element) =>
          element.matches('script') ||
          /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi),
      );

      return isApart || !/[\u0590-\u08FF]/.test(text) ? null : text.slice(0, 120);
    });

    return found.filter((text) => text !== null);
  });
}

function oneRun(): readonly string[] {
  return ['runs', SCRIPT_NAME, '--run', newest[0]?.runId ?? ''];
}

function expectHarmless({ out, err }: CommandResult): void {
  expect(DANGEROUS.exec(out)).toBeNull();
  expect(DANGEROUS.exec(err)).toBeNull();
  expect(`${out}${err}`).not.toBe('');
}

describe('hostile texts in pages', () => {
  test.each(NAMES.flatMap((name) => [1440, 390].map((width) => ({ name, width }))))(
    '$name at $width px is inert, complete, and as readable as others',
    async ({ name, width }) => {
      const { page, faults, close } = await watchedPage(reader.browser, {
        viewport: { width, height: 900 },
      });
      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        faults.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => asked.push(request.url()));

      const answer = await page.goto(pages.url + addressOf(name));
      const markup = (await answer?.text()) ?? '';
      const texts = await seenTexts(page);

      // The browser itself reports the status 404.
      expect(faults.filter((fault) => !/status of 40[04]/.test(fault))).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(`${pages.url}/`))).toEqual([]);
      expect(await madeByTexts(page)).toEqual([]);
      expect(DANGEROUS.exec(texts)).toBeNull();
      expect(await unisolated(page)).toEqual([]);
      expect(await overflow(page)).toBeNull();
      expect(await seriousAxeFindings(page)).toEqual([]);
      expect(Buffer.byteLength(markup)).toBeLessThan(MAX_BYTES);
      await saveScreenshot(page, `hostile-${name}-${width}`);
      await close();
    },
  );

  test('names and errors are readable, and a cut text says how much is not shown', async () => {
    const { page, close } = await watchedPage(reader.browser);

    await page.goto(pages.url + addressOf('overview'));
    const overview = await seenTexts(page);
    await page.goto(pages.url + addressOf('run'));
    const run = await seenTexts(page);

    expect(overview).toContain(SCRIPT_NAME);
    expect(overview).toContain('דף הבית');
    expect(run).toContain('<script>alert(3)</script>');
    expect(run).toMatch(/… \[9\d{5} more characters\]/);
    await close();
  });

  test('the JSON of pages is valid, with texts unchanged', async () => {
    const [address = ''] = addressOf('run').split('?');
    const answer = await fetch(`${pages.url}${address}.json`);
    const { record }: { readonly record: RunRecord } = JSON.parse(await answer.text());

    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(record.journey).toBe(SCRIPT_NAME);
    expect(record.steps[0]?.name).toBe(EVERYTHING);
    expect(record.error?.message.slice(0, 1000)).toBe(hugeText().slice(0, 1000));
  });

  test('metrics have one sample a line, whatever names contain', async () => {
    const text = await (await fetch(`${pages.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

    expect(lines.length).toBeGreaterThan(10);
    expect(
      lines.filter(
        (line) => !/^(?:waywiser|probe)_\w+(?:\{.*\})? \S+(?: \S+)?(?: # .*)?$/u.test(line),
      ),
    ).toEqual([]);
    expect(text).toContain(SCRIPT_NAME);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });
});

describe('hostile texts in a report', () => {
  test('the file is inert and readable', async () => {
    const { code, err } = await waywiser(['report', '--since', '24h', '--out', 'r.html'], { cwd });
    const { page, faults, close } = await watchedPage(reader.browser, { bypassCSP: true });

    await page.goto(pathToFileURL(path.join(cwd, 'r.html')).href);

    expect({ code, err }).toMatchObject({ code: 0 });
    expect(faults).toEqual([]);
    expect(await madeByTexts(page)).toEqual([]);
    expect(DANGEROUS.exec(await seenTexts(page))).toBeNull();
    expect(await unisolated(page)).toEqual([]);
    expect(await overflow(page)).toBeNull();
    expect(await seriousAxeFindings(page)).toEqual([]);
    expect(readFileSync(path.join(cwd, 'r.html'), 'utf8')).toContain('&lt;script&gt;alert(1)');
    await saveScreenshot(page, 'hostile-report');
    await close();
  });
});

describe('hostile texts in a terminal', () => {
  const COMMANDS: readonly (readonly string[])[] = [
    ['runs'],
    ['runs', SCRIPT_NAME],
    ['runs', RIGHT_TO_LEFT_NAME],
    ['trends'],
    ['trends', SCRIPT_NAME],
    ['compare', SCRIPT_NAME],
    ['note'],
    ['alarms'],
    ['cost'],
    ['run', SCRIPT_NAME],
    ['report', EVERYTHING.replaceAll('\u0000', '')],
  ];

  test.each(COMMANDS.map((words) => ({ words })))('waywiser $words', async ({ words }) => {
    const result = await waywiser(words, { cwd });

    expectHarmless(result);
    expect(result.code).toBeGreaterThanOrEqual(0);
  });

  test('a run with an error of a megabyte is shown cut, with a note', async () => {
    const shown = await waywiser(oneRun(), { cwd });

    expectHarmless(shown);
    expect(shown.code).toBe(0);
    expect(shown.out.length).toBeLessThan(40_000);
    expect(shown.out).toContain('<script>alert(3)</script>');
  });

  test('its JSON is complete', async () => {
    const { out } = await waywiser([...oneRun(), '--json'], { cwd });

    expect(out).toContain(JSON.stringify(SCRIPT_NAME));
    expect(() => JSON.parse(out)).not.toThrow();
  });
});

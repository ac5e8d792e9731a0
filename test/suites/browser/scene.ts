import type { Page } from 'playwright-core';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import type { ReaderBrowser } from '../../support/reader-browser.ts';
import { within } from './own-arithmetic.ts';
import { watchedPage } from './watched-page.ts';
import type { BrowserWorld } from './world.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

/** The served pages and a browser to read them with. */
export interface Scene {
  readonly world: BrowserWorld;
  readonly reader: ReaderBrowser;
}

/** Returns the scene, which exists once the tests run. */
export type SceneOf = () => Scene;

/** Cells of a table's row by the titles of their columns, tips included. */
export type TableRow = Readonly<Record<string, string>>;

const DAYS = 40;

/** The last 40 whole days in UTC: rollups of hours and days cover the same runs. */
export function wholeDays(): {
  readonly fromMs: number;
  readonly toMs: number;
  readonly query: string;
} {
  const toMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const fromMs = toMs - DAYS * DAY_MS;

  return {
    fromMs,
    toMs,
    query: `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`,
  };
}

/** Runs of a series in {@link wholeDays}, read without the product's code. */
export function runsIn({ world }: Scene, journey: string, region: string): readonly RunRecord[] {
  const { fromMs, toMs } = wholeDays();
  const series = world.past.find((one) => one.journey === journey && one.region === region);

  return within(series?.runs ?? [], fromMs, toMs);
}

/** Opens a page of the filled dashboard, and closes it afterwards; throws if the page had faults. */
export async function onPage<Result>(
  { world, reader }: Scene,
  path: string,
  read: (page: Page) => Promise<Result>,
): Promise<Result> {
  const { page, faults, close } = await watchedPage(reader.browser);
  try {
    await page.goto(world.pages.url + path);
    const result = await read(page);
    if (faults.length > 0) throw new Error(`${path}: ${faults.join('; ')}`);

    return result;
  } finally {
    await close();
  }
}

/** Texts of the table rows that a selector finds. */
export async function rowsOf(page: Page, selector: string): Promise<readonly TableRow[]> {
  return page.locator(selector).evaluateAll((rows) =>
    rows.map((row) => {
      const cells = [...row.querySelectorAll('td[data-label]')];
      const entries = cells.map((cell) => [
        cell.getAttribute('data-label') ?? '',
        (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
      ]);
      const heading = row.querySelector('th')?.textContent ?? '';

      return { heading: heading.replaceAll(/\s+/g, ' ').trim(), ...Object.fromEntries(entries) };
    }),
  );
}

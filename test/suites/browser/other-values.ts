import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { exactQuantile, readDuration, timedDurations, within } from './own-arithmetic.ts';
import { pagesOf } from './page-checks.ts';
import { onPage, rowsOf, runsIn, type SceneOf } from './scene.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

/** Relative error of rounding to three significant digits. */
const ROUNDING = 0.006;
const REGION = 'eu-west-1';
const SIDE_DAYS = 12;

/** Tests of the pages that are about several journeys or runs, or about none. */
export function otherTests(scene: SceneOf): void {
  it('the comparison shows percentiles and number of runs of both sides', async () => {
    const { path, a, b } = sidesOf(scene);
    const { counts, rows } = await onPage(scene(), path, async (page) => {
      const part = page.locator('section.part').filter({ hasText: REGION }).first();

      return {
        counts: await part.locator('.compare-runs li').allInnerTexts(),
        rows: await part
          .locator('.compared')
          .filter({ hasText: 'duration' })
          .first()
          .locator('table.percentiles tbody tr')
          .evaluateAll((all) =>
            all.map((row) =>
              [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? ''),
            ),
          ),
      };
    });

    const sides = [timedDurations(a), timedDurations(b)];
    for (const [index, values] of sides.entries()) {
      expect(counts[index]).toContain(`${values.length} runs compared`);
    }
    const median = rows.find(([name]) => name === 'p50');
    for (const [index, values] of sides.entries()) {
      const printed = /^[\d.,]+ m?s/.exec(median?.[index + 1] ?? '')?.[0] ?? '';
      expect(Math.abs(readDuration(printed) / exactQuantile(values, 0.5) - 1)).toBeLessThan(
        ROUNDING,
      );
    }
  });

  it('the parts of a difference add up, as printed, to the difference of the means', async () => {
    const { path, a, b } = sidesOf(scene);
    const rows = await onPage(scene(), path, (page) =>
      rowsOf(page, `section.part:has(> h2:has-text("${REGION}")) .terms tbody tr`),
    );

    const amounts = rows.map((row) => readChange(row['change'] ?? ''));
    const printedTotal = amounts.at(-1) ?? Number.NaN;
    const sum = amounts.slice(0, -1).reduce((total, amount) => total + amount, 0);
    expect(rows.at(-1)?.['heading']).toBe('total');
    expect(sum).toBeCloseTo(printedTotal, 6);
    expect(
      Math.abs(printedTotal - (mean(timedDurations(b)) - mean(timedDurations(a)))),
    ).toBeLessThan(0.5);
  });

  it('the costs by journey and by service add up to the same total', async () => {
    const { heading, journeys, parts } = await onPage(scene(), '/costs', async (page) => ({
      heading: await page.locator('h1').innerText(),
      journeys: await rowsOf(page, 'section.part:has(> h2:has-text("By journey")) tbody tr'),
      parts: await page
        .locator('section.part')
        .filter({ has: page.getByRole('heading', { name: 'By service' }) })
        .locator('summary')
        .allInnerTexts(),
    }));

    const total = readMoney(heading);
    const rows = journeys.filter((row) => row['heading'] !== 'total');
    const byJourney = rows.reduce((sum, row) => sum + readMoney(row['Per month'] ?? ''), 0);
    const byPart = parts.reduce((sum, text) => sum + readMoney(text), 0);
    // Each amount is rounded to a cent.
    expect(Math.abs(byJourney - total)).toBeLessThan(0.005 * (rows.length + 1));
    expect(Math.abs(byPart - total)).toBeLessThan(0.005 * (parts.length + 1));
    // Every 2 minutes in two regions over 730 hours.
    const order = rows.find((row) => row['heading'] === 'api-order');
    expect(order?.['Runs per month']).toBe('43,800');
  });

  it('an unknown address says so, and links to what there is', async () => {
    const { world, reader } = scene();
    const page = await reader.browser.newPage();
    const response = await page.goto(`${world.pages.url}/journeys/serch`);
    const text = await page.locator('main').innerText();
    await page.getByRole('link', { name: 'search' }).click();
    await page.waitForURL(/\/journeys\/search/);
    await page.close();

    expect(response?.status()).toBe(404);
    expect(text).toContain('serch');
  });

  it('every page links to its JSON', async () => {
    for (const { name, url, status } of pagesOf(scene().world)) {
      if (status !== 200) continue;
      const page = await scene().reader.browser.newPage();
      await page.goto(url);
      const href = await page.getByRole('link', { name: 'JSON of this page' }).getAttribute('href');
      const response = await page.request.get(new URL(href ?? '', url).href);
      const json: { readonly kind: string } = await response.json();
      await page.close();

      expect({ name, type: response.headers()['content-type'] }).toEqual({
        name,
        type: 'application/json; charset=utf-8',
      });
      expect(name).toContain(json.kind);
    }
  });

  it('pages have a Content-Security-Policy that allows nothing from elsewhere', async () => {
    const response = await fetch(`${scene().world.pages.url}/overview`);

    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
}

function sidesOf(scene: SceneOf): {
  readonly path: string;
  readonly a: readonly RunRecord[];
  readonly b: readonly RunRecord[];
} {
  // As many days before the injected change as after it; the day itself has both levels.
  const midMs = Math.floor(scene().world.injectedMs / DAY_MS) * DAY_MS;
  const [fromMs, toMs] = [midMs - SIDE_DAYS * DAY_MS, midMs + SIDE_DAYS * DAY_MS];
  const runs = runsIn(scene(), 'browse-and-buy', REGION);
  const [start, middle, end] = [fromMs, midMs, toMs].map((atMs) => new Date(atMs).toISOString());

  return {
    path: `/compare?journey=browse-and-buy&a=${start}..${middle}&b=${middle}..${end}`,
    a: within(runs, fromMs, midMs),
    b: within(runs, midMs, toMs),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Reads a printed difference, `+12.3 ms`, in milliseconds. */
function readChange(text: string): number {
  return Number(/[-+−]?[\d.,]+/.exec(text)?.[0].replace('−', '-').replaceAll(',', ''));
}

function readMoney(text: string): number {
  return Number(/\$([\d.,]+)/.exec(text)?.[1]?.replaceAll(',', ''));
}

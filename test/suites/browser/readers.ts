import type { Page } from 'playwright-core';
import { readDuration } from './own-arithmetic.ts';
import { pagesOf } from './page-checks.ts';
import { onPage, type SceneOf, wholeDays } from './scene.ts';
import { watchedPage } from './watched-page.ts';

const MAX_TABS = 250;

/** Text of the page without charts and times, which scripts replace. */
async function plainText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const copy = document.querySelector('main')?.cloneNode(true);
    if (!(copy instanceof Element)) return '';
    for (const element of copy.querySelectorAll('.chart-picture, time, script, .filter-count')) {
      element.remove();
    }

    return (copy.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  });
}

/** Removes ages such as `12 m ago`, which depend on the time of reading. */
function still(text = ''): string {
  return text.replaceAll(/(?:just now|\d+ \w ago)/g, 'ago');
}

/** Tests pages without scripts, without a mouse, and in another time zone. */
export function readerTests(scene: SceneOf): void {
  it('every page has the same text without JavaScript, with static charts', async () => {
    for (const { name, url } of pagesOf(scene().world)) {
      const [without, with_] = await Promise.all(
        [false, true].map(async (javaScriptEnabled) => {
          const { page, close } = await watchedPage(scene().reader.browser, { javaScriptEnabled });
          try {
            await page.goto(url);
            const pictures = await page.locator('.chart-picture > *').count();
            return { pictures, text: await plainText(page) };
          } finally {
            await close();
          }
        }),
      );

      expect({ name, text: still(without?.text) }).toEqual({ name, text: still(with_?.text) });
      expect(without?.text.length).toBeGreaterThan(40);
      expect(without?.pictures).toBe(with_?.pictures);
    }
  });

  it('the tab key reaches links, estimates and charts, and each shows its focus', async () => {
    const path = `/journeys/browse-and-buy?${wholeDays().query}`;
    const reached = await onPage(scene(), path, async (page) => {
      await page.locator('.chart-canvas canvas').first().waitFor();
      const found: { readonly what: string; readonly outline: string }[] = [];
      for (let tab = 0; tab < MAX_TABS; tab += 1) {
        await page.keyboard.press('Tab');
        found.push(
          await page.evaluate(() => {
            const element = document.activeElement;
            // Date fields outline their inner parts, which scripts cannot see.
            const isTime = element?.matches('input[type="datetime-local"]') === true;
            const style = element === null || isTime ? null : getComputedStyle(element);

            return {
              what: `${element?.tagName.toLowerCase()}.${element?.getAttribute('class') ?? ''}`,
              outline: `${style?.outlineStyle} ${style?.outlineWidth}`,
            };
          }),
        );
        if (found.at(-1)?.what === 'body.') break;
      }

      return found;
    });

    const kinds = new Set(reached.map(({ what }) => what));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['a.skip-link', 'a.product', 'span.estimate', 'div.chart-canvas']),
    );
    const unseen = reached.filter(
      ({ what, outline }) => what !== 'body.' && /^none|0px$/.test(outline),
    );
    expect(unseen).toEqual([]);
  });

  it('a chart can be read with keys: bucket by bucket, with percentiles, intervals and n', async () => {
    const path = `/journeys/browse-and-buy?${wholeDays().query}`;
    const { spoken, shown, median, n } = await onPage(scene(), path, async (page) => {
      const canvas = page.locator('.chart-canvas').first();
      await canvas.locator('canvas').waitFor();
      await canvas.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      const figure = page.locator('figure.chart').first();
      const block = await figure.locator('script[type="application/json"]').textContent();
      const chart = JSON.parse(block ?? '');

      return {
        spoken: await figure.locator('[aria-live]').textContent(),
        shown: await figure.locator('.chart-readout').innerText(),
        median: chart.tracks.find((track: { readonly q: number }) => track.q === 0.5).values[1],
        n: chart.n[1],
      };
    });

    expect(spoken).toMatch(/GMT\+[12] .*UTC/);
    expect(spoken).toContain(`${n} values`);
    const printed = /p50 ([\d.]+ m?s) \(95% CI: /.exec(spoken ?? '')?.[1] ?? '';
    expect(Math.abs(readDuration(printed) / median - 1)).toBeLessThan(0.006);
    expect(shown).toContain(printed);
  });

  it('dragging over a chart zooms all charts, and links to the zoomed range', async () => {
    const path = `/journeys/browse-and-buy?${wholeDays().query}`;
    const { link, heading, all } = await onPage(scene(), path, async (page) => {
      const canvas = page.locator('.chart-canvas').first();
      await canvas.locator('canvas').waitFor();
      await canvas.scrollIntoViewIfNeeded();
      const box = await canvas.boundingBox();
      if (box === null) throw new Error('no chart');
      const y = box.y + box.height / 3;
      await page.mouse.move(box.x + box.width * 0.4, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
      await page.mouse.up();
      const offered = page.getByRole('link', { name: 'open this range' });
      const href = (await offered.getAttribute('href')) ?? '';
      await offered.click();
      await page.waitForURL(href);
      const facts = await page
        .locator('.page-facts time')
        .evaluateAll((times) => times.map((time) => time.getAttribute('datetime')));

      return { link: new URL(href), heading: facts, all: await page.locator('h1').count() };
    });

    const [from, to] = ['from', 'to'].map((name) => link.searchParams.get(name) ?? '');
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBeGreaterThan(5 * 86_400_000);
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBeLessThan(20 * 86_400_000);
    expect(heading).toEqual([from, to]);
    expect(all).toBe(1);
  });

  it("times are in the reader's time zone, followed by UTC", async () => {
    const { failed } = scene().world;
    const times = await onPage(scene(), `/runs/search/local/${failed.runId}`, (page) =>
      page
        .locator('main time[data-local]')
        .evaluateAll((all) =>
          all.map((time) => [time.getAttribute('datetime') ?? '', time.textContent ?? '']),
        ),
    );

    const [at, text] = times[0] ?? ['', ''];
    const utc = (at ?? '').slice(11, 16);
    const amsterdam = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Amsterdam',
      hour: '2-digit',
      minute: '2-digit',
    }).format(new Date(at ?? ''));
    expect(text).toContain(`${amsterdam} GMT+`);
    // From 23:00 UTC on, it is the next day in Amsterdam: then the date is shown twice.
    expect(text).toMatch(new RegExp(`\\((?:\\d{4}-\\d{2}-\\d{2} )?${utc} UTC\\)$`));
  });
}

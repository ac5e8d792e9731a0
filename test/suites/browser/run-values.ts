import { readDuration } from './own-arithmetic.ts';
import { runPath } from './page-checks.ts';
import { onPage, type SceneOf } from './scene.ts';

const PHASES = ['dns', 'tcp', 'tls', 'send', 'wait', 'receive', 'unaccounted'];
/** Relative error of rounding to three significant digits. */
const ROUNDING = 0.006;
/** First bytes of a zip file. */
const ZIP = 'PK';

/** Tests the page of a run against its record. */
export function runTests(scene: SceneOf): void {
  it('the run page shows each step with its duration', async () => {
    const { passed } = scene().world;
    const rows = await onPage(scene(), runPath(passed), (page) =>
      page.locator('.run-steps .step').evaluateAll((items) =>
        items.map((item) => ({
          name: item.querySelector('.row-name')?.textContent?.trim() ?? '',
          took: item.querySelector('.row-took')?.textContent?.trim() ?? '',
        })),
      ),
    );

    expect(rows.map(({ name }) => name)).toEqual(passed.steps.map(({ name }) => name));
    for (const [index, { took }] of rows.entries()) {
      const measured = passed.steps[index]?.durationMs ?? 0;
      expect(Math.abs(readDuration(took) / measured - 1)).toBeLessThan(ROUNDING);
    }
  });

  it('the run page has a row for each request, whose phases add up as printed', async () => {
    const { passed } = scene().world;
    const tables = await onPage(scene(), runPath(passed), (page) =>
      page.locator('details.request').evaluateAll((requests) =>
        requests.map((request) =>
          [...request.querySelectorAll('table.phases tr')].map((row) => ({
            phase: row.querySelector('th')?.textContent?.trim() ?? '',
            value: row.querySelector('td')?.textContent?.trim() ?? '',
          })),
        ),
      ),
    );

    expect(tables).toHaveLength(passed.requests.length);
    for (const table of tables) {
      const parts = table.filter(({ phase }) => PHASES.includes(phase));
      const sum = parts.reduce((total, { value }) => total + microseconds(value), 0);
      expect(parts).toHaveLength(PHASES.length);
      expect(sum).toBe(microseconds(table.find(({ phase }) => phase === 'total')?.value ?? ''));
    }
  });

  it('the page of a failed run shows cause, step and source line', async () => {
    const { failed } = scene().world;
    const text = await onPage(scene(), runPath(failed), (page) => page.locator('main').innerText());

    expect(failed).toMatchObject({ outcome: 'failed', cause: 'target.status' });
    expect(text).toContain('target.status');
    expect(text).toContain(failed.error?.message.split('\n')[0]);
    expect(text).toContain('open the find');
    expect(text).toContain(`${failed.error?.file}:${failed.error?.line}`);
  });

  it('the page of a failed run shows the screenshot, and its files can be downloaded', async () => {
    const { failed } = scene().world;
    const { widths, files } = await onPage(scene(), runPath(failed), async (page) => {
      const pictures = page.locator('img.screenshot');
      for (const picture of await pictures.all()) await picture.scrollIntoViewIfNeeded();
      await page.waitForLoadState('networkidle');
      const addresses = await page
        .locator('.evidence a[download]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      const saved: { readonly address: string; readonly start: string; readonly type: string }[] =
        [];
      for (const address of addresses) {
        const response = await page.request.get(new URL(address, page.url()).href);
        const start = (await response.body()).subarray(0, 2).toString('latin1');
        saved.push({ address, start, type: response.headers()['content-disposition'] ?? '' });
      }

      return {
        widths: await pictures.evaluateAll((images) =>
          images.map((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)),
        ),
        files: saved,
      };
    });

    const kept = failed.evidence.filter(({ kind }) => kind === 'screenshot');
    expect(widths).toHaveLength(kept.length);
    expect(Math.min(...widths)).toBeGreaterThan(300);
    expect(files).toHaveLength(failed.evidence.length - kept.length);
    expect(files.filter(({ start }) => start === ZIP)).toHaveLength(1);
    for (const { type } of files) expect(type).toMatch(/^attachment/);
  });

  it('the page of a failed run names the command that opens its trace', async () => {
    const { failed } = scene().world;
    const trace = failed.evidence.find(({ kind }) => kind === 'trace');
    const text = await onPage(scene(), runPath(failed), (page) =>
      page.locator('.evidence').innerText(),
    );

    expect(text).toContain('show-trace');
    expect(text).toContain(trace?.path.split('/').at(-1));
  });

  it('the run page links to the previous run, and back', async () => {
    const { passed, failed } = scene().world;
    const [before, after] = await onPage(scene(), runPath(failed), async (page) => {
      await page.locator('a[rel="prev"]').click();
      await page.waitForURL(new RegExp(passed.runId));
      const first = await page.locator('main').innerText();
      await page.locator('a[rel="next"]').click();
      await page.waitForURL(new RegExp(failed.runId));

      return [first, await page.locator('main').innerText()];
    });

    expect(before).toContain(passed.runId);
    expect(after).toContain(failed.runId);
  });
}

/** Reads a printed phase in whole microseconds. */
function microseconds(value: string): number {
  return value === 'none' ? 0 : Math.round(Number.parseFloat(value) * 1_000);
}

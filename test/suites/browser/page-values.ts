import type { BandsChart, StackChart } from '../../../lib/report/html/charts/chart-data.ts';
import { formatAvailability } from './own-format.ts';
import {
  exactQuantile,
  readDuration,
  tally,
  timed,
  timedDurations,
  timedOut,
  vitalValues,
  within,
} from './own-arithmetic.ts';
import { onPage, rowsOf, runsIn, type SceneOf, wholeDays } from './scene.ts';

/** Relative error of the rollups' histograms (0.5%) and of the rounded last digit. */
const HISTOGRAM_ERROR = 0.01;
const SERIES = [
  ['api-order', 'eu-west-1'],
  ['api-order', 'us-east-1'],
  ['browse-and-buy', 'eu-west-1'],
  ['browse-and-buy', 'us-east-1'],
] as const;

/** Tests the numbers of the overview against the runs. */
export function overviewTests(scene: SceneOf): void {
  it.each(SERIES)('the overview counts the stored runs of %s in %s', async (journey, region) => {
    const counts = tally(runsIn(scene(), journey, region));

    const rows = await onPage(scene(), `/overview?${wholeDays().query}`, (page) =>
      rowsOf(page, `table.journeys tbody[data-name^="${journey} "] tr`),
    );

    const row = rows.find((one) => one['Region'] === region);
    const share = counts.passed / (counts.passed + counts.failed);
    expect(row?.['Availability']).toContain(formatAvailability(share));
    for (const outcome of ['passed', 'failed', 'errored'] as const) {
      if (counts[outcome] === 0)
        expect(row?.['Availability']).not.toMatch(new RegExp(`\\d ${outcome}`));
      else
        expect(row?.['Availability']).toContain(
          `${counts[outcome].toLocaleString('en-US')} ${outcome}`,
        );
    }
  });

  it('the overview compares budgets with the exact percentiles of the values', async () => {
    const rows = await onPage(scene(), `/overview?${wholeDays().query}`, (page) =>
      rowsOf(page, 'table.journeys tbody[data-name^="api-order "] tr'),
    );

    for (const row of rows) {
      const runs = runsIn(scene(), 'api-order', row['Region'] ?? '');
      // The duration of a run that timed out is a lower bound.
      const values = [
        ...timedDurations(runs),
        ...timedOut(runs).map(({ durationMs }) => durationMs),
      ];
      const printed = /p95 duration ([\d.,]+ m?s)/.exec(row['Budgets'] ?? '')?.[1] ?? '';
      const exact = exactQuantile(values, 0.95);
      expect(Math.abs(readDuration(printed) / exact - 1)).toBeLessThan(HISTOGRAM_ERROR);
      expect(row['Budgets']).toContain(`n = ${values.length.toLocaleString('en-US')}`);
    }
    expect(rows).toHaveLength(2);
  });

  it('the overview links each row to its journey, its last run and back', async () => {
    const { heading, run, back } = await onPage(scene(), '/overview', async (page) => {
      await page.locator('table.journeys tbody[data-name^="search "] a').first().click();
      await page.waitForURL(/\/journeys\/search/);
      const title = await page.locator('h1').textContent();
      await page.goBack();
      await page.locator('table.journeys tbody[data-name^="search "] td a').first().click();
      await page.waitForURL(/\/runs\//);
      const address = page.url();
      await page.getByRole('link', { name: 'Overview' }).click();
      await page.waitForURL(/\/overview/);

      return { heading: title?.trim(), run: address, back: page.url() };
    });

    expect(heading).toBe('search');
    expect(run).toContain(scene().world.failed.runId);
    expect(new URL(back).pathname).toBe('/overview');
  });
}

/** Tests the numbers of a journey's page against the runs. */
export function journeyTests(scene: SceneOf): void {
  it.each(['eu-west-1', 'us-east-1'])(
    'the journey page shows p75 of vitals in %s within the error of histograms',
    async (region) => {
      const rows = await onPage(scene(), `/journeys/browse-and-buy?${wholeDays().query}`, (page) =>
        rowsOf(page, '.vitals tbody tr'),
      );

      const runs = runsIn(scene(), 'browse-and-buy', region);
      for (const vital of ['ttfb', 'fcp', 'lcp', 'tbt'] as const) {
        const row = rows.find(({ heading }) => heading?.startsWith(vital));
        const exact = exactQuantile(vitalValues(runs, vital), 0.75);
        const printed = /^[\d.,]+ m?s/.exec(row?.[region] ?? '')?.[0] ?? '';
        expect(Math.abs(readDuration(printed) / exact - 1)).toBeLessThan(HISTOGRAM_ERROR);
      }
    },
  );

  it('the journey page draws bands of the percentiles of each bucket', async () => {
    const charts = await chartsOf<BandsChart>(
      scene,
      `/journeys/browse-and-buy?${wholeDays().query}`,
      'bands',
    );

    const [chart] = charts;
    if (chart === undefined) throw new Error('no chart');
    const { grid, n, censored, tracks } = chart;
    const runs = runsIn(scene(), 'browse-and-buy', 'eu-west-1');
    let compared = 0;
    for (let bucket = 0; bucket < grid.length; bucket += 1) {
      const startMs = grid.startMs + bucket * grid.stepMs;
      const inBucket = within(runs, startMs, startMs + grid.stepMs);
      const values = timedDurations(inBucket);
      expect((n[bucket] ?? 0) - (censored[bucket] ?? 0)).toBe(values.length);
      const all = [...values, ...timedOut(inBucket).map(({ durationMs }) => durationMs)];
      for (const track of tracks) {
        const drawn = track.values[bucket] ?? null;
        if (drawn === null) continue;
        compared += 1;
        expect(Math.abs(drawn / exactQuantile(all, track.q) - 1)).toBeLessThan(HISTOGRAM_ERROR);
      }
    }
    // A median and p75 for each day, except the few with too few runs.
    expect(compared).toBeGreaterThan(60);
    expect(n.reduce((sum, count) => sum + count, 0)).toBe(
      timed(runs).length + timedOut(runs).length,
    );
    expect(censored.reduce((sum, count) => sum + count, 0)).toBe(timedOut(runs).length);
  });

  it('the steps of a bucket add up to the mean duration of its runs', async () => {
    const [chart] = await chartsOf<StackChart>(
      scene,
      `/journeys/browse-and-buy?${wholeDays().query}`,
      'stack',
    );

    if (chart === undefined) throw new Error('no chart');
    const { grid, layers, n } = chart;
    const runs = runsIn(scene(), 'browse-and-buy', 'eu-west-1');
    for (let bucket = 0; bucket < grid.length; bucket += 1) {
      const startMs = grid.startMs + bucket * grid.stepMs;
      const values = timedDurations(within(runs, startMs, startMs + grid.stepMs));
      expect(n[bucket]).toBe(values.length);
      if (values.length === 0) continue;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const stacked = layers.reduce((sum, layer) => sum + (layer.values[bucket] ?? 0), 0);
      // Each layer is rounded for the page.
      expect(Math.abs(stacked / mean - 1)).toBeLessThan(0.005);
    }
    expect(layers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['open the shop', 'place the order']),
    );
  });

  it('the journey page marks the step that was injected, where it was injected', async () => {
    const [chart] = await chartsOf<BandsChart>(
      scene,
      `/journeys/browse-and-buy?${wholeDays().query}`,
      'bands',
    );

    const change = chart?.marks.find(({ kind }) => kind === 'change');
    const { injectedMs } = scene().world;
    expect(Math.abs((change?.atMs ?? 0) - injectedMs)).toBeLessThan(36 * 3_600_000);
    expect(change?.label).toMatch(/; (?:9|1[01])(?:\.\d)?%\)/);
  });
}

async function chartsOf<Chart extends BandsChart | StackChart>(
  scene: SceneOf,
  path: string,
  kind: Chart['kind'],
): Promise<readonly Chart[]> {
  const texts = await onPage(scene(), path, (page) =>
    page.locator('figure.chart script[type="application/json"]').allTextContents(),
  );

  return texts.map((text): Chart => JSON.parse(text)).filter((chart) => chart.kind === kind);
}

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { closer, listen } from '../../support/listening.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { descendants, type TreeReading } from '../../support/process-tree.ts';
import { builtSandbox } from '../../support/sandboxes.ts';

const RUNS = 200;
/** Caches fill and code is compiled in the first runs; growth after them is a leak. */
const WARM_UP_RUNS = 40;
const BYTES_PER_MB = 1_048_576;
/** 200 more runs may add 10 MB, a fiftieth of what a browser takes. */
const MAX_SLOPE_MB_PER_RUN = 0.05;

const PAGE = `<!doctype html><title>Shop</title><h1>Shop</h1>
<button onclick="this.textContent='Bought'">Buy</button><img src="/picture.svg" alt="">`;

const BUNDLE = `
const { browserJourney, every, expect } = require('waywiser');
module.exports.default = browserJourney('shop', { schedule: every('5m') }, async ({ page, step }) => {
  await step('open', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible();
  });
  await step('buy', async () => {
    await page.getByRole('button').click();
    await expect(page.getByRole('button')).toHaveText('Bought');
  });
});`;

async function startTarget(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    const picture = request.url === '/picture.svg';
    response.setHeader('content-type', picture ? 'image/svg+xml' : 'text/html');
    response.end(
      picture ? '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>' : PAGE,
    );
  });
  const port = await listen(server);

  return { url: `http://127.0.0.1:${port}`, close: closer(server) };
}

/** Theil–Sen: the median of the slopes of all pairs, which single outliers do not move. */
function slope(values: readonly number[]): number {
  const slopes = values
    .flatMap((a, i) => values.slice(i + 1).map((b, j) => (b - a) / (j + 1)))
    .toSorted((a, b) => a - b);

  return slopes[Math.floor(slopes.length / 2)] ?? NaN;
}

test(`${RUNS} browser runs leave no process, file or memory growing`, async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'browser-runs-'));
  const target = await startTarget();
  const bundlePath = path.join(dir, 'shop.cjs');
  writeFileSync(bundlePath, BUNDLE);
  const sandbox = builtSandbox('browser', 1);
  const browser = { serviceWorkers: 'block', cpuThrottle: 1, network: null } as const;
  const plan = planOf({ kind: 'browser', baseUrl: target.url, timeoutMs: 30_000, browser });
  const readings: TreeReading[] = [];
  const filesBefore = readdirSync(os.tmpdir()).length;
  const outcomes = new Set<string>();

  for (let run = 0; run < RUNS; run += 1) {
    const result = await sandbox.attempt(requestOf({ plan, bundlePath, projectDir: dir }));
    outcomes.add(result.cause ?? result.outcome);
    readings.push(descendants(process.pid));
  }
  const filesDuring = readdirSync(os.tmpdir()).length;
  await sandbox.dispose();
  await target.close();
  rmSync(dir, { recursive: true, force: true });

  const settled = readings.slice(WARM_UP_RUNS);
  const megabytes = settled.map((reading) => reading.residentBytes / BYTES_PER_MB);
  const slopeMbPerRun = slope(megabytes);
  const processes = new Set(settled.map((reading) => reading.processes));
  process.stdout.write(
    `\n${RUNS} browser runs: resident memory ${megabytes[0]?.toFixed(0)} → ${megabytes.at(-1)?.toFixed(0)} MB, slope ${slopeMbPerRun.toFixed(4)} MB a run; processes ${[...processes].join(', ')}; files in the temporary folder ${filesBefore} → ${filesDuring}\n`,
  );
  expect([...outcomes]).toEqual(['passed']);
  expect(slopeMbPerRun).toBeLessThan(MAX_SLOPE_MB_PER_RUN);
  expect((settled.at(-1)?.processes ?? 0) - (settled[0]?.processes ?? 0)).toBeLessThanOrEqual(0);
  expect(filesDuring - filesBefore).toBeLessThanOrEqual(2);
  expect(descendants(process.pid).processes).toBe(0);
}, 300_000);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BUTTON_BUNDLE, startButtonPage } from '../../support/button-page.ts';
import { browserFolders, newBrowserFiles } from '../../support/browser-files.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { descendants, type TreeReading } from '../../support/process-tree.ts';
import { builtSandbox } from '../../support/sandboxes.ts';

const RUNS = 200;
const BYTES_PER_MB = 1_048_576;
/** A worker is replaced after 100 runs: these are the same moments in the lives of two of them. */
const SAME_MOMENTS = [90, 190] as const;
/** Of about 350 MB; what a leak of 0.2 MB a run would exceed. */
const MAX_GROWTH_MB = 20;
/** A browser starts and ends a helper or two as it likes; a leak would have left one of each run. */
const MORE_PROCESSES = 2;
/** Chromium keeps a socket or two more or less at any one moment. */
const MORE_FILES = 2;
/** Caches fill and code is compiled in the first runs of a worker. */
const WARM_UP_RUNS = 20;

interface Reading extends TreeReading {
  readonly files: number;
}

/** Of a run that did not take place: no comparison with it holds. */
const NO_READING: Reading = { processes: NaN, residentBytes: NaN, files: NaN };

/** Theil–Sen: the median of the slopes of all pairs, which single outliers do not move. */
function slope(values: readonly number[]): number {
  const slopes = values
    .flatMap((a, i) => values.slice(i + 1).map((b, j) => (b - a) / (j + 1)))
    .toSorted((a, b) => a - b);

  return slopes[Math.floor(slopes.length / 2)] ?? NaN;
}

test(`${RUNS} browser runs leave no process, file or memory growing`, async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'browser-runs-'));
  const target = await startButtonPage();
  const bundlePath = path.join(dir, 'shop.cjs');
  writeFileSync(bundlePath, BUTTON_BUNDLE);
  const known = browserFolders();
  const sandbox = builtSandbox('browser', 1);
  const browser = { serviceWorkers: 'block', cpuThrottle: 1, network: null } as const;
  const plan = planOf({ kind: 'browser', baseUrl: target.url, timeoutMs: 30_000, browser });
  const readings: Reading[] = [];
  const outcomes = new Set<string>();

  for (let run = 0; run < RUNS; run += 1) {
    const result = await sandbox.attempt(requestOf({ plan, bundlePath, projectDir: dir }));
    outcomes.add(result.cause ?? result.outcome);
    readings.push({ ...descendants(process.pid), files: newBrowserFiles(known) });
  }
  await sandbox.dispose();
  await target.close();
  const filesLeft = newBrowserFiles(known);
  rmSync(dir, { recursive: true, force: true });

  const [early = NO_READING, late = NO_READING] = SAME_MOMENTS.flatMap(
    (run) => readings[run] ?? [],
  );
  process.stdout.write(`\n${summary(readings)}\n`);
  expect([...outcomes]).toEqual(['passed']);
  expect(inMegabytes(late) - inMegabytes(early)).toBeLessThan(MAX_GROWTH_MB);
  expect(late.processes).toBeLessThanOrEqual(early.processes + MORE_PROCESSES);
  expect(late.files).toBeLessThanOrEqual(early.files + MORE_FILES);
  expect(descendants(process.pid).processes).toBe(0);
  expect(filesLeft).toBe(0);
}, 300_000);

function summary(readings: readonly Reading[]): string {
  const moments = SAME_MOMENTS.map((run) => readings[run]);
  const megabytes = readings.map((reading) => reading.residentBytes / BYTES_PER_MB);
  const lives = [megabytes.slice(WARM_UP_RUNS, 99), megabytes.slice(100 + WARM_UP_RUNS, 199)];

  return [
    `${RUNS} browser runs, at runs ${SAME_MOMENTS.join(' and ')}:`,
    `  resident memory   ${moments.map((each) => inMegabytes(each)).join(' → ')} MB`,
    `  processes         ${moments.map((each) => each?.processes).join(' → ')}`,
    `  temporary files   ${moments.map((each) => each?.files).join(' → ')}`,
    `  slope within a worker's life  ${lives.map((life) => slope(life).toFixed(3)).join(', ')} MB a run`,
  ].join('\n');
}

function inMegabytes(reading: Reading | undefined): number {
  return Math.round((reading?.residentBytes ?? NaN) / BYTES_PER_MB);
}

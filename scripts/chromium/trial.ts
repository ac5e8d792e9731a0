// Runs one process model of one Chromium many times and counts what went wrong. A program of its own,
// so that its core limit and its working folder, where core dumps land, are those of the browsers.
// Arguments: the browser, the process model, the number of runs. Prints one line of JSON.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { BrowserMode } from '../../lib/adapters/browser/launch-arguments.ts';
import { workerSandbox } from '../../lib/runner/sandbox.ts';
import { planOf, requestOf } from '../../test/support/attempt-requests.ts';
import { BUTTON_BUNDLE, startButtonPage } from '../../test/support/button-page.ts';
import type { TrialCount } from './currency.ts';

const MEMORY_LIMIT_BYTES = 512 * 1_048_576;
const TIMEOUT_MS = 30_000;
const BROWSER = { serviceWorkers: 'block', cpuThrottle: 1, network: null } as const;

async function main([chromiumPath, mode, runs]: readonly string[]): Promise<TrialCount> {
  if (chromiumPath === undefined || !isMode(mode)) throw new TypeError('Expected PATH MODE RUNS');
  const dir = process.cwd();
  const dist = path.resolve(import.meta.dirname, '../../dist');
  const { url: baseUrl, close } = await startButtonPage();
  const bundlePath = path.join(dir, 'shop.cjs');
  writeFileSync(bundlePath, BUTTON_BUNDLE);
  mkdirSync(path.join(dir, 'cache'), { recursive: true });
  const sandbox = workerSandbox({
    workerPath: path.join(dist, 'worker.cjs'),
    readable: [],
    maxWorkers: 1,
    maxIdle: 1,
    spare: 'asked',
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    settings: {
      kind: 'browser',
      chromiumPath,
      cacheDir: path.join(dir, 'cache'),
      observerScriptPath: path.join(dist, 'page-observer.js'),
      browserMode: mode,
      allowPrivateTargets: [],
      lambdaRuntimeApi: null,
    },
  });
  const plan = planOf({ kind: 'browser', baseUrl, timeoutMs: TIMEOUT_MS, browser: BROWSER });
  const causes: Record<string, number> = {};
  let [passed, coreDumps] = [0, 0];
  const startedMs = performance.now();

  for (let run = 0; run < Number(runs); run += 1) {
    const result = await sandbox.attempt(requestOf({ plan, bundlePath, projectDir: dir }));
    if (result.outcome === 'passed') passed += 1;
    else causes[result.cause ?? result.outcome] = (causes[result.cause ?? result.outcome] ?? 0) + 1;
    coreDumps += takeCoreDumps(dir) + takeCoreDumps(os.tmpdir());
  }
  const meanMs = (performance.now() - startedMs) / Number(runs);
  await sandbox.dispose();
  await close();
  coreDumps += takeCoreDumps(dir) + takeCoreDumps(os.tmpdir());

  return { mode, runs: Number(runs), passed, causes, coreDumps, meanMs: Math.round(meanMs) };
}

function isMode(value: string | undefined): value is BrowserMode {
  return value === 'multi-process' || value === 'single-process';
}

/** Counts and removes core dumps below a folder: a few of 330 MB each would fill the disk. */
function takeCoreDumps(dir: string): number {
  const found = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /^core(\.|$)/.test(entry.name),
  );
  for (const { parentPath, name } of found) rmSync(path.join(parentPath, name), { force: true });

  return found.length;
}

main(process.argv.slice(2)).then(
  (count) => {
    process.stdout.write(`${JSON.stringify(count)}\n`);
    process.exit(0);
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);

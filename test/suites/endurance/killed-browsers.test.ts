import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { browserFolders, newBrowserFiles } from '../../support/browser-files.ts';
import { closer, listen } from '../../support/listening.ts';
import { descendants } from '../../support/process-tree.ts';
import { builtSandbox } from '../../support/sandboxes.ts';

const KILLS = 12;

/** At the end of a run the killed worker's files may not be gone yet; they never add up. */
const MORE_FILES = 2;

const BUNDLE = `
const { browserJourney, every } = require('waywiser');
module.exports.default = browserJourney('leaves', { schedule: every('5m') }, async ({ page, step }) => {
  await step('open', async () => { await page.goto('/'); });
  await step('leave', () => { process.exit(0); });
});`;

let dir = '';

beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'killed-browsers-'));
  writeFileSync(path.join(dir, 'leaves.cjs'), BUNDLE);
});

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

test(`${KILLS} browsers killed with their workers leave no process and no file`, async () => {
  const target = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Shop</title><h1>Shop</h1>');
  });
  const baseUrl = `http://127.0.0.1:${await listen(target)}`;
  const browser = { serviceWorkers: 'block', cpuThrottle: 1, network: null } as const;
  const plan = planOf({ kind: 'browser', baseUrl, timeoutMs: 30_000, browser });
  const bundlePath = path.join(dir, 'leaves.cjs');
  const sandbox = builtSandbox('browser', 1);
  const known = browserFolders();
  const counts: number[] = [];
  const causes = new Set<string | null>();

  for (let kill = 0; kill < KILLS; kill += 1) {
    const result = await sandbox.attempt(requestOf({ plan, bundlePath, projectDir: dir }));
    causes.add(result.cause);
    counts.push(newBrowserFiles(known));
  }
  await sandbox.dispose();
  await closer(target)();

  process.stdout.write(`\nfiles after each of ${KILLS} kills: ${counts.join(' ')}\n`);
  expect([...causes]).toEqual(['journey.exited']);
  expect(Math.max(...counts)).toBeLessThanOrEqual((counts[0] ?? 0) + MORE_FILES);
  expect(newBrowserFiles(known)).toBe(0);
  expect(descendants(process.pid).processes).toBe(0);
}, 120_000);

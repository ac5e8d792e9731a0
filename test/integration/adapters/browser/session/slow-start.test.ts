import { chmodSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from '../../../../../lib/adapters/browser/find-chromium.ts';
import { attemptIn, testBrowser } from '../../../../support/browser-attempt.ts';
import { startServer, type TestServer } from '../../../../support/http-server.ts';
import { temporaryDir } from '../../../../support/temporary-dir.ts';

/** A start of a browser on a cold machine. */
const START_SECONDS = 6;
const ANSWER_MS = 2_000;
const TIMEOUT_MS = 8_000;

let dir = '';
let remove: () => Promise<void>;
let server: TestServer;
let isSilent = false;

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  server = await startServer((_request, response) => {
    if (!isSilent) setTimeout(() => response.end('<h1>Shop</h1>'), ANSWER_MS);
  });
});

beforeEach(() => {
  isSilent = false;
});

afterAll(async () => {
  await server.close();
  await remove();
});

/** The path of a program that starts the browser some seconds later. */
async function slowChromium(): Promise<string> {
  const found = await findChromium({
    chromiumPath: null,
    cacheDir: path.join(os.homedir(), '.cache', 'waywiser'),
    anchorPath: path.resolve('dist/page-observer.js'),
  });
  const file = path.join(dir, 'slow-chromium');
  writeFileSync(file, `#!/bin/sh\nsleep ${START_SECONDS}\nexec "${found.executablePath}" "$@"\n`);
  chmodSync(file, 0o755);

  return file;
}

async function firstNavigation() {
  const browser = testBrowser({ chromiumPath: await slowChromium() });
  try {
    return await attemptIn(browser, {
      plan: { baseUrl: server.origin, allowPrivate: true, timeoutMs: TIMEOUT_MS },
      body: async ({ page, step }) => step('open', async () => void (await page.goto('/'))),
    });
  } finally {
    await browser.dispose();
  }
}

test('the first navigation has the whole time-out, however long the browser took to start', async () => {
  const result = await firstNavigation();

  expect(result).toMatchObject({ outcome: 'passed', cause: null });
});

test('a target that does not answer is still the cause, with its limit in whole units', async () => {
  isSilent = true;

  const result = await firstNavigation();

  expect(result).toMatchObject({ outcome: 'failed', cause: 'target.timeout' });
  expect(result.error?.message).toContain('time-out of 7.7 s exceeded');
});

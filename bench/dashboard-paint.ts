import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumEnvironment } from '../lib/adapters/browser/chromium-environment.ts';
import { findChromium } from '../lib/adapters/browser/find-chromium.ts';
import { launchArguments } from '../lib/adapters/browser/launch-arguments.ts';

const DEADLINE_MS = 30_000;

/** The first contentful paint of a page, in milliseconds since its navigation began, round by round. */
export async function firstPaints(url: string, rounds: number): Promise<readonly number[]> {
  const install = await findChromium({
    chromiumPath: null,
    cacheDir: path.join(os.homedir(), '.cache', 'waywiser'),
    anchorPath: path.resolve('dist/page-observer.js'),
  });
  const browser = await chromium.launch({
    executablePath: install.executablePath,
    args: [...launchArguments({ mode: 'multi-process', resolverRules: null })],
    env: chromiumEnvironment(install, os.tmpdir()),
  });
  const paints: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      // A new context has nothing of the round before in its cache.
      const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
      const page = await context.newPage();
      await page.goto(url, { waitUntil: 'load', timeout: DEADLINE_MS });
      const painted = await page.waitForFunction(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? false,
        null,
        { timeout: DEADLINE_MS },
      );
      paints.push(Number(await painted.jsonValue()));
      await context.close();
    }
  } finally {
    await browser.close();
  }

  return paints;
}

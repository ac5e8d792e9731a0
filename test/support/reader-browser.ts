import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumEnvironment } from '../../lib/adapters/browser/chromium-environment.ts';
import { findChromium } from '../../lib/adapters/browser/find-chromium.ts';
import { launchArguments } from '../../lib/adapters/browser/launch-arguments.ts';

/** A browser as a reader of pages has it. */
export interface ReaderBrowser {
  readonly browser: Browser;
  end(): Promise<void>;
}

/** Starts the browser that the product would start, with nothing of the product around it. */
export async function readerBrowser(): Promise<ReaderBrowser> {
  const install = await findChromium({
    chromiumPath: null,
    cacheDir: path.join(os.homedir(), '.cache', 'waywiser'),
    anchorPath: path.resolve('package.json'),
  });
  const tempDir = await mkdtemp(path.join(os.tmpdir(), 'waywiser-reader-'));
  const browser = await chromium.launch({
    executablePath: install.executablePath,
    args: [...launchArguments({ mode: 'multi-process', resolverRules: null })],
    env: chromiumEnvironment(install, tempDir),
  });

  return {
    browser,
    end: async () => {
      await browser.close();
      await rm(tempDir, { recursive: true, force: true });
    },
  };
}

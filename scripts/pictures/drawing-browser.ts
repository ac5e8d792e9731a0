import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumEnvironment } from '../../lib/adapters/browser/chromium-environment.ts';
import { findChromium } from '../../lib/adapters/browser/find-chromium.ts';
import { launchArguments } from '../../lib/adapters/browser/launch-arguments.ts';

/** The browser that journeys use, with the machine's own fonts, which have a monospaced one. */
export async function drawingBrowser(): Promise<Browser> {
  const install = await findChromium({
    chromiumPath: null,
    cacheDir: path.join(os.homedir(), '.cache', 'waywiser'),
    anchorPath: path.resolve('dist/page-observer.js'),
  });

  return await chromium.launch({
    executablePath: install.executablePath,
    args: [...launchArguments({ mode: 'multi-process', resolverRules: '' })],
    env: { ...chromiumEnvironment(install, os.tmpdir()), FONTCONFIG_PATH: '/etc/fonts' },
  });
}

import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { RunFailure } from '../../core/record/outcome.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import { installedPaths } from './chromium-places.ts';
import { packagedChromium } from './unpack-chromium.ts';
import { isUnpacked, unpackedInstall } from './unpacked-folder.ts';

/** Where to search for a browser. */
export interface FindChromiumOptions {
  /** Path that the user configured; if set, nothing else is tried. */
  readonly chromiumPath: string | null;
  readonly cacheDir: string;
  /** A file of this package, from which the npm package with the browser is found. */
  readonly anchorPath: string;
}

/** Finds a browser: the configured path, else an installed one, else the unpacked npm package. */
export async function findChromium(options: FindChromiumOptions): Promise<ChromiumInstall> {
  const { chromiumPath } = options;
  if (chromiumPath !== null) return givenChromium(chromiumPath, options.cacheDir);
  for (const candidate of installedPaths()) {
    if (await isExecutable(candidate)) return install(candidate, 'system');
  }

  return packagedChromium(options);
}

async function givenChromium(chromiumPath: string, cacheDir: string): Promise<ChromiumInstall> {
  if (!(await isExecutable(chromiumPath))) {
    throw new RunFailure(
      'monitor.browser',
      `Cannot start the browser "${chromiumPath}": it is not an executable file; ` +
        `expected the path of Chrome or Chromium in WAYWISER_CHROMIUM`,
    );
  }

  // A Lambda layer contains the package's browser unpacked, with its libraries and fonts.
  const folder = path.dirname(chromiumPath);
  if (await isUnpacked(folder)) return unpackedInstall(folder, cacheDir);

  return install(chromiumPath, 'given');
}

function install(executablePath: string, source: 'given' | 'system'): ChromiumInstall {
  return { executablePath, source, libraryDir: null, fontsDir: null, cacheDir: null };
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

import { freeSpaceFailure } from './machine-resources.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import { findChromium } from './find-chromium.ts';
import type { BrowserMode } from './launch-arguments.ts';
import { type LaunchedBrowser, launchChromium, type LaunchOptions } from './launch-chromium.ts';
import { sweepRemains } from './running-browsers.ts';
import { withDeadline } from './with-deadline.ts';

/** How browsers are had. */
export interface LauncherOptions {
  readonly chromiumPath: string | null;
  readonly cacheDir: string;
  readonly anchorPath: string;
  /** `auto`: several processes where a probe shows that they work here. */
  readonly mode: BrowserMode | 'auto';
}

/** Starts browsers; remembers where the binary is and which process model works. */
export type Launcher = (resolverRules: string | null) => Promise<LaunchedBrowser>;

/** How long a first page may take before the process model counts as not working here. */
const PROBE_DEADLINE_MS = 15_000;

/** Makes a launcher. Launching throws a RunFailure where no browser can be had. */
export function browserLauncher(options: LauncherOptions): Launcher {
  const { cacheDir } = options;
  let install: ChromiumInstall | null = null;
  let mode = options.mode;

  return async (resolverRules) => {
    await sweepRemains(cacheDir);
    const full = await freeSpaceFailure();
    if (full !== null) throw full;
    // Kept only when found: the next attempt looks again, for space may have been freed.
    install ??= await findChromium(options);
    if (mode !== 'auto') return launchChromium(install, { mode, resolverRules, cacheDir });
    const launched = await probed(install, { resolverRules, cacheDir });
    mode = launched.mode;

    return launched;
  };
}

/** A browser of several processes that has opened a page; else one of a single process. */
async function probed(
  install: ChromiumInstall,
  options: Omit<LaunchOptions, 'mode'>,
): Promise<LaunchedBrowser> {
  const several = await startsOnly(install, { ...options, mode: 'multi-process' });
  if (several !== null && (await opensPage(several))) return several;
  await several?.end();

  return launchChromium(install, { ...options, mode: 'single-process' });
}

async function startsOnly(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser | null> {
  try {
    return await launchChromium(install, options);
  } catch {
    // The other process model is tried next, and its failure is the one that is told.
    return null;
  }
}

async function opensPage({ browser }: LaunchedBrowser): Promise<boolean> {
  const page = await withDeadline(browser.newPage(), PROBE_DEADLINE_MS);
  if (page === null) return false;
  const answer = await withDeadline(page.evaluate('1 + 1'), PROBE_DEADLINE_MS);
  await withDeadline(page.close(), PROBE_DEADLINE_MS);

  return answer === 2;
}

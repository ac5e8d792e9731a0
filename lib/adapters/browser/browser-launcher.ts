import { freeSpaceFailure } from './machine-resources.ts';
import { wantsSandbox } from './browser-sandbox.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import { findChromium, type FindChromiumOptions } from './find-chromium.ts';
import type { BrowserMode } from './launch-arguments.ts';
import {
  type BrowserNeeds,
  type LaunchedBrowser,
  launchChromium,
  type LaunchOptions,
} from './launch-chromium.ts';
import { sweepRemains } from './running-browsers.ts';
import { withDeadline } from './with-deadline.ts';

/** Which browser to use and how to launch it. */
export interface LauncherOptions extends FindChromiumOptions {
  /** `auto`: multi-process if a probe shows that it works on this machine. */
  readonly mode: BrowserMode | 'auto';
  /** Lambda has nothing to build a sandbox from. */
  readonly isLambda: boolean;
}

/** Starts browsers; remembers the binary, the process model that works, and a sandbox that does not. */
export interface Launcher {
  /** Throws a RunFailure if no browser can be started. */
  launch(needs: BrowserNeeds): Promise<LaunchedBrowser>;
  /** Whether the next launch needs no probe. */
  isModeKnown(): boolean;
  /** Uses a process model that is known to work; `auto` changes nothing. */
  useMode(known: BrowserMode | 'auto'): void;
}

/**
 * Time limit of the probe's first page; beyond it the process model does not work on this machine.
 */
const PROBE_DEADLINE_MS = 15_000;

/** Looks for the browser at the first launch, and starts none before. */
export function browserLauncher(options: LauncherOptions): Launcher {
  const { cacheDir } = options;
  let install: ChromiumInstall | null = null;
  let mode = options.mode;
  let isSandboxPossible = true;

  async function launch(needs: BrowserNeeds): Promise<LaunchedBrowser> {
    await sweepRemains(cacheDir);
    const full = await freeSpaceFailure();
    if (full !== null) throw full;
    // Cached only if found: disk space may be available at the next attempt.
    install ??= await findChromium(options);
    const wanted = {
      isLambda: options.isLambda,
      mode: mode === 'auto' ? 'multi-process' : mode,
    } as const;
    const sandbox = isSandboxPossible && wantsSandbox(install, wanted);
    const frame = { ...needs, cacheDir, sandbox };
    const launched = await (mode === 'auto'
      ? probed(install, frame)
      : launchChromium(install, { ...frame, mode }));
    mode = launched.mode;
    isSandboxPossible &&= launched.sandbox === sandbox;

    return launched;
  }

  return {
    launch,
    isModeKnown: () => mode !== 'auto',
    useMode: (known) => {
      if (mode === 'auto') mode = known;
    },
  };
}

/** A multi-process browser that can open a page; else a single-process browser. */
async function probed(
  install: ChromiumInstall,
  options: Omit<LaunchOptions, 'mode'>,
): Promise<LaunchedBrowser> {
  const several = await startsOnly(install, { ...options, mode: 'multi-process' });
  if (several !== null && (await opensPage(several))) return several;
  await several?.end();

  return launchChromium(install, { ...options, mode: 'single-process', sandbox: false });
}

async function startsOnly(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser | null> {
  try {
    return await launchChromium(install, options);
  } catch {
    // The other process model is tried next, and its failure is reported.
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

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { trustedHome } from './authorities/trusted-home.ts';
import { makePrivateFolder } from '../local/private-files.ts';
import { isSandboxFailure } from './browser-sandbox.ts';
import { chromiumEnvironment } from './chromium-environment.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import {
  type BrowserMode,
  type ForwarderArguments,
  ignoredDefaultArguments,
  launchArguments,
} from './launch-arguments.ts';
import { launchFailure } from './launch-failure.ts';
import { outOfMemoryKills } from './machine-resources.ts';
import { noteRunning, TEMP_PREFIX } from './running-browsers.ts';
import { withDeadline } from './with-deadline.ts';

/** A running browser and its process. */
export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly mode: BrowserMode;
  readonly version: string;
  /** Whether it runs with its own sandbox. */
  readonly sandbox: boolean;
  readonly pid: number | null;
  /** Folder of the files that pages download: only readable by this user, and deleted with the browser. */
  readonly downloadsDir: string;
  /**
   * Number of processes that the kernel had killed for lack of memory when the browser started;
   * null if unknown.
   */
  readonly memoryKillsAtStart: number | null;
  /** How the process ended, such as `signal SIGKILL` or `exit code 1`; null if unknown. */
  exit(): Promise<string | null>;
  /**
   * Closes the browser, or kills it if it does not close in time, and removes its profile. Never
   * throws.
   */
  end(): Promise<void>;
}

/** What an attempt needs of its browser; an attempt with other needs gets another browser. */
export interface BrowserNeeds {
  readonly resolverRules: string | null;
  /** Whether pages have WebGL. Default: they have not. */
  readonly webgl?: boolean;
  /** PEM of authorities to trust in addition to the browser's own. */
  readonly authorities?: readonly string[];
  /** Where the connections of its client certificate are led; null or absent: it has none. */
  readonly forwarder?: ForwarderArguments | null;
}

/** Process mode, cache folder and sandbox of a new Chromium process. */
export interface LaunchOptions extends BrowserNeeds {
  readonly mode: BrowserMode;
  readonly cacheDir: string;
  /** Whether to use the browser's sandbox, as far as this machine allows it. */
  readonly sandbox: boolean;
}

/** Time limit of a start. */
const LAUNCH_DEADLINE_MS = 30_000;
/** Time limit of closing; a page in an endless loop is enough to make a browser hang. */
const CLOSE_DEADLINE_MS = 250;

/** Starts Chromium, with one retry. Then throws a RunFailure with the reason. */
export async function launchChromium(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser> {
  try {
    return await launchOnce(install, options);
  } catch (error) {
    // Many failed starts are caused by a short lack of memory or processes; those keep the sandbox.
    const sandbox = options.sandbox && !isSandboxFailure(error);

    return secondLaunch(install, { ...options, sandbox });
  }
}

async function secondLaunch(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser> {
  try {
    return await launchOnce(install, options);
  } catch (error) {
    throw await launchFailure(error, install);
  }
}

async function launchOnce(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser> {
  // On macOS the temporary folder is a link.
  const tempDir = await realpath(await mkdtemp(path.join(os.tmpdir(), TEMP_PREFIX)));
  const downloadsDir = path.join(tempDir, 'downloads');
  await makePrivateFolder(downloadsDir);
  const browser = await started(install, { ...options, tempDir, downloadsDir });
  const child = childOf(browser);
  const profileDir = profileOf(child);
  const dirs = [tempDir, ...(profileDir === null ? [] : [profileDir])];
  const memoryKillsAtStart = await outOfMemoryKills();
  const forget = await noteRunning(options.cacheDir, { pid: child?.pid ?? null, dirs });

  return {
    browser,
    mode: options.mode,
    version: browser.version(),
    sandbox: options.sandbox,
    pid: child?.pid ?? null,
    downloadsDir,
    memoryKillsAtStart,
    exit: async () => exitOf(child),
    end: async () => {
      await withDeadline(browser.close(), CLOSE_DEADLINE_MS);
      killTree(child);
      await Promise.all(dirs.map(removeDir));
      await forget();
    },
  };
}

async function started(
  install: ChromiumInstall,
  options: LaunchOptions & { readonly tempDir: string; readonly downloadsDir: string },
): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath: install.executablePath,
      args: [...launchArguments(options)],
      ignoreDefaultArgs: [...ignoredDefaultArguments(options)],
      chromiumSandbox: options.sandbox,
      downloadsPath: options.downloadsDir,
      env: {
        ...chromiumEnvironment(install, options.tempDir),
        ...(await trustedHome(options.tempDir, options.authorities ?? [])),
      },
      timeout: LAUNCH_DEADLINE_MS,
      // The parent process decides when to stop; Playwright's handlers would close the browser
      // early.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    await removeDir(options.tempDir);
    throw error;
  }
}

async function removeDir(dir: string): Promise<void> {
  // A browser that is being killed may still write into it.
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(
    () => undefined,
  );
}

/**
 * The child process of a browser. Playwright has no public access to it except through a socket
 * server, which would slow down every call. Playwright's version is pinned; if its internals
 * change, process ids and exit signals are unknown.
 */
function childOf(browser: Browser): ChildProcess | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every step of the way in is optional
  const inner = browser as unknown as PlaywrightInternals;

  // oxlint-disable-next-line no-underscore-dangle -- Playwright's own name
  return inner._connection?.toImpl?.(browser)?.options?.browserProcess?.process ?? null;
}

interface PlaywrightInternals {
  readonly _connection?: {
    toImpl?(object: unknown): {
      readonly options?: { readonly browserProcess?: { readonly process?: ChildProcess } };
    };
  };
}

function profileOf(child: ChildProcess | null): string | null {
  const flag = '--user-data-dir=';
  const argument = child?.spawnargs.find((each) => each.startsWith(flag));

  return argument?.slice(flag.length) ?? null;
}

/** Time limit for the exit of a process whose pipe has closed. */
const EXIT_DEADLINE_MS = 500;

async function exitOf(child: ChildProcess | null): Promise<string | null> {
  if (child === null) return null;
  if (child.signalCode === null && child.exitCode === null) {
    await withDeadline(once(child, 'exit'), EXIT_DEADLINE_MS);
  }
  if (child.signalCode !== null) return `signal ${child.signalCode}`;

  return child.exitCode === null ? null : `exit code ${child.exitCode}`;
}

/** Kills a browser and its helper processes. Does nothing if they have ended. */
function killTree(child: ChildProcess | null): void {
  if (child?.pid === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    // Playwright makes the browser the leader of a process group, which includes its helpers.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

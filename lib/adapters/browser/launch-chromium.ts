import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumEnvironment } from './chromium-environment.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import {
  type BrowserMode,
  IGNORED_DEFAULT_ARGUMENTS,
  launchArguments,
} from './launch-arguments.ts';
import { launchFailure } from './launch-failure.ts';
import { outOfMemoryKills } from './machine-resources.ts';
import { noteRunning, TEMP_PREFIX } from './running-browsers.ts';
import { withDeadline } from './with-deadline.ts';

/** A browser that runs, and its process. */
export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly mode: BrowserMode;
  readonly version: string;
  readonly pid: number | null;
  /** The kernel's count of processes killed for want of memory, when it started; null: unknown. */
  readonly memoryKillsAtStart: number | null;
  /** How the process ended, as `signal SIGKILL` or `exit code 1`; null: not known in a moment. */
  exit(): Promise<string | null>;
  /** Ends it: politely for a moment, then by SIGKILL; removes its profile. Never throws. */
  end(): Promise<void>;
}

/** What a launch needs to know. */
export interface LaunchOptions {
  readonly mode: BrowserMode;
  readonly resolverRules: string | null;
  readonly cacheDir: string;
}

/** A start that takes longer will not come to anything. */
const LAUNCH_DEADLINE_MS = 30_000;
/** A browser that has not closed by then hangs (one page with an endless loop is enough). */
const CLOSE_DEADLINE_MS = 250;

/** Starts Chromium, and once more where that fails; then throws a RunFailure that says why. */
export async function launchChromium(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser> {
  try {
    return await launchOnce(install, { ...options, sandbox: hasSandbox(install) });
  } catch {
    // Half of all failed starts are a moment's lack of memory or processes; the second tells.
    return secondLaunch(install, options);
  }
}

async function secondLaunch(
  install: ChromiumInstall,
  options: LaunchOptions,
): Promise<LaunchedBrowser> {
  try {
    // Without the sandbox, which containers and some kernels deny to a browser that has one.
    return await launchOnce(install, { ...options, sandbox: false });
  } catch (error) {
    throw await launchFailure(error, install);
  }
}

/** Installed browsers bring a sandbox that root may not use; the package's binary has none. */
function hasSandbox(install: ChromiumInstall): boolean {
  return install.source !== 'package' && process.getuid?.() !== 0;
}

async function launchOnce(
  install: ChromiumInstall,
  options: LaunchOptions & { readonly sandbox: boolean },
): Promise<LaunchedBrowser> {
  const tempDir = await mkdtemp(path.join(os.tmpdir(), TEMP_PREFIX));
  const browser = await started(install, { ...options, tempDir });
  const child = childOf(browser);
  const profileDir = profileOf(child);
  const dirs = [tempDir, ...(profileDir === null ? [] : [profileDir])];
  const memoryKillsAtStart = await outOfMemoryKills();
  const forget = await noteRunning(options.cacheDir, { pid: child?.pid ?? null, dirs });

  return {
    browser,
    mode: options.mode,
    version: browser.version(),
    pid: child?.pid ?? null,
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
  options: LaunchOptions & { readonly sandbox: boolean; readonly tempDir: string },
): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath: install.executablePath,
      args: [...launchArguments(options)],
      ignoreDefaultArgs: [...IGNORED_DEFAULT_ARGUMENTS],
      chromiumSandbox: options.sandbox,
      env: chromiumEnvironment(install, options.tempDir),
      timeout: LAUNCH_DEADLINE_MS,
      // The process that starts us decides when we end; Playwright's handlers would end it early.
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
  // A dying browser may still write into it for a moment.
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(
    () => undefined,
  );
}

/**
 * The child process behind a browser. Playwright starts it in this process and has no public way to
 * it but through a socket server, which would tax every call; the version is pinned, and where the
 * way in changes, process ids and exit signals are merely unknown.
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

/** The pipe closes a moment before the process has ended. */
const EXIT_DEADLINE_MS = 500;

async function exitOf(child: ChildProcess | null): Promise<string | null> {
  if (child === null) return null;
  if (child.signalCode === null && child.exitCode === null) {
    await withDeadline(once(child, 'exit'), EXIT_DEADLINE_MS);
  }
  if (child.signalCode !== null) return `signal ${child.signalCode}`;

  return child.exitCode === null ? null : `exit code ${child.exitCode}`;
}

/** Kills a browser and its helpers at once. Harmless where they have ended. */
function killTree(child: ChildProcess | null): void {
  if (child?.pid === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    // Playwright makes the browser the leader of a process group, so that its helpers go with it.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended between the question and the answer.
  }
}

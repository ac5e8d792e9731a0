import type { FailureReason } from '../../../core/ports.ts';
import { freeSpaceFailure, outOfMemoryKills } from '../machine-resources.ts';
import { browserProcesses } from './browser-processes.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';

/**
 * The failure of a crashed page. The run decides whether the page or the machine is at fault, by
 * repeating it in fresh browsers (`lib/core/run/crash-policy.ts`).
 */
export async function crashFailure(launched: LaunchedBrowser): Promise<FailureReason> {
  if (!launched.browser.isConnected()) return browserExitFailure(launched);
  const machine = await machineFailure(launched, 'The page crashed');
  if (machine !== null) return machine;

  return {
    cause: 'target.crash',
    message: 'The page crashed: its process ended, but the browser is still running',
  };
}

/**
 * The failure of a browser that exited: this machine's state if it explains it, else how the
 * process ended.
 */
export async function browserExitFailure(launched: LaunchedBrowser): Promise<FailureReason> {
  const exit = await launched.exit();
  const what = `The browser exited during the run (${exit ?? 'its connection closed'})`;
  const machine = await machineFailure(launched, what);
  if (machine !== null) return machine;
  // The page is a part of this process, so that its crash is the browser's.
  const isPages = launched.mode === 'single-process' && FAULTS.some((each) => exit === each);

  return isPages
    ? { cause: 'target.crash', message: `The page crashed, and the browser with it (${exit})` }
    : { cause: 'monitor.browser', message: what };
}

/**
 * The failure of a run whose network process died, which the browser replaces without a word; null:
 * it is older than the session, or it is not known.
 */
export async function networkProcessFailure(
  { pid, mode }: LaunchedBrowser,
  run: { readonly openMs: number; readonly isUnexplained: boolean },
): Promise<FailureReason | null> {
  const processes = mode === 'multi-process' ? ((await browserProcesses(pid)) ?? []) : [];
  if (processes.length === 0) return null;
  const network = processes.filter(({ kind }) => kind === 'network');
  const isReplaced = network.some(({ ageMs }) => ageMs < run.openMs - START_TOLERANCE_MS);
  // It is replaced when it is needed again.
  const isGone = network.length === 0 && run.isUnexplained;

  return isReplaced || isGone
    ? { cause: 'monitor.browser', message: "The browser's network process ended during the run" }
    : null;
}

/** Ages of processes have a resolution of 10 ms. */
const START_TOLERANCE_MS = 10;

/** How a process ends by a fault of its own, rather than by another's signal. */
const FAULTS = ['SIGSEGV', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE'].map(
  (signal) => `signal ${signal}`,
);

async function machineFailure(
  launched: LaunchedBrowser,
  what: string,
): Promise<FailureReason | null> {
  const disk = await freeSpaceFailure();
  if (disk !== null) return { cause: disk.code, message: `${what}: ${disk.message}` };
  const kills = await outOfMemoryKills();
  if (kills === null || launched.memoryKillsAtStart === null) return null;
  if (kills <= launched.memoryKillsAtStart) return null;

  return {
    cause: 'monitor.memory',
    message: `${what}: the kernel killed a process because this machine had no memory left`,
  };
}

/** Fails the attempt when the browser exits. The returned function stops watching. */
export function watchBrowser(
  launched: LaunchedBrowser,
  fail: (failure: FailureReason) => void,
): () => void {
  const { browser } = launched;
  browser.on('disconnected', onDeath);

  function onDeath(): void {
    void browserExitFailure(launched).then(fail);
  }

  return () => browser.off('disconnected', onDeath);
}

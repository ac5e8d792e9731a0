import type { FailureReason } from '../../../core/ports.ts';
import { freeSpaceFailure, outOfMemoryKills } from '../machine-resources.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';

/**
 * The failure of a crashed page. A retry in a fresh browser shows whether the page or the machine
 * is at fault.
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

  return machine ?? { cause: 'monitor.browser', message: what };
}

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

import type { FailureReason } from '../../../core/ports.ts';
import { freeSpaceFailure } from '../machine-resources.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { outOfMemoryKills } from '../machine-resources.ts';

/** A page's process died. Whether the page or this machine is to blame, a fresh browser will tell. */
export async function crashVerdict(launched: LaunchedBrowser): Promise<FailureReason> {
  if (!launched.browser.isConnected()) return deathVerdict(launched);
  const machine = await machineVerdict(launched, 'The page crashed');
  if (machine !== null) return machine;

  return {
    cause: 'target.crash',
    message: 'The page crashed: its process ended while the browser itself goes on',
  };
}

/** The browser itself died: what this machine says about it, else how its process ended. */
export async function deathVerdict(launched: LaunchedBrowser): Promise<FailureReason> {
  const exit = await launched.exit();
  const what = `The browser ended during the run (${exit ?? 'its connection closed'})`;
  const machine = await machineVerdict(launched, what);

  return machine ?? { cause: 'monitor.browser', message: what };
}

async function machineVerdict(
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
    message: `${what}: the kernel killed a process of this machine because no memory was left`,
  };
}

/** Concludes the attempt when the browser dies. The result stops watching. */
export function watchBrowser(
  launched: LaunchedBrowser,
  conclude: (verdict: FailureReason) => void,
): () => void {
  const { browser } = launched;
  browser.on('disconnected', onDeath);

  function onDeath(): void {
    void deathVerdict(launched).then(conclude);
  }

  return () => browser.off('disconnected', onDeath);
}

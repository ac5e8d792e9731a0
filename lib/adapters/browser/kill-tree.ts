import type { ChildProcess } from 'node:child_process';

/** Kills a browser and its helpers at once. Harmless where they have ended. */
export function killTree(child: ChildProcess | null): void {
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

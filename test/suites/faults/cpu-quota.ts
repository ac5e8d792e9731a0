import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Runner } from './freeze-world.ts';

const PERIOD_US = 100_000;
const PERIOD_MS = 100;

/** Gives a runner a share of one processor, by the kernel's quota, or by stopping it for the rest. */
export function limitCpu(runner: Runner, share: number): { stop(): Promise<void> } {
  return quotaOf(runner, share) ?? dutyCycle(runner, share);
}

function quotaOf(runner: Runner, share: number): { stop(): Promise<void> } | null {
  const name = `waywiser-${runner.pid}`;
  const second = path.join('/sys/fs/cgroup', name);
  const first = path.join('/sys/fs/cgroup/cpu', name);
  const isFirst = existsSync('/sys/fs/cgroup/cpu/cpu.cfs_quota_us');
  const dir = isFirst ? first : second;
  const quota = String(Math.round(share * PERIOD_US));
  try {
    mkdirSync(dir);
    if (isFirst) writeFileSync(path.join(dir, 'cpu.cfs_quota_us'), quota);
    else writeFileSync(path.join(dir, 'cpu.max'), `${quota} ${PERIOD_US}`);
    for (const pid of runner.tree()) writeFileSync(path.join(dir, 'cgroup.procs'), String(pid));
  } catch {
    return null;
  }

  return {
    // The group can be removed when its processes have ended.
    stop: async () => {
      for (let tries = 0; tries < 50; tries += 1) {
        try {
          rmdirSync(dir);

          return;
        } catch {
          await delay(PERIOD_MS);
        }
      }
    },
  };
}

function dutyCycle(runner: Runner, share: number): { stop(): Promise<void> } {
  const ended = new AbortController();
  const done = (async () => {
    while (!ended.signal.aborted) {
      runner.signal('SIGSTOP');
      await delay(PERIOD_MS * (1 - share));
      runner.signal('SIGCONT');
      await delay(PERIOD_MS * share);
    }
  })();

  return {
    stop: async () => {
      ended.abort();
      await done;
    },
  };
}

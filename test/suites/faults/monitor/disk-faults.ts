import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Cause } from '../../../../lib/core/record/outcome.ts';
import type { JourneyKind } from '../../../../lib/core/record/run-record.ts';
import { type MonitorFault, NO_FAULT } from './fault.ts';

/** A small disk, which exists in the run's namespace only. */
const DISK = '/mnt';
const CHUNK = Buffer.alloc(65_536);

function disk(options: string, place = DISK): readonly string[] {
  return [`mount -t tmpfs -o ${options} tmpfs ${place}`];
}

function asTemporary(options: string): readonly string[] {
  return [...disk(options), `export TMPDIR=${DISK}`];
}

function fill(): void {
  const handle = openSync(path.join(DISK, 'rest'), 'w');
  try {
    for (;;) writeSync(handle, CHUNK);
  } catch {
    // It is full.
  } finally {
    closeSync(handle);
  }
}

function useUpFiles(): void {
  try {
    for (let n = 0; ; n += 1) writeFileSync(path.join(DISK, `file-${n}`), '');
  } catch {
    // There are no more.
  }
}

function lock(): void {
  execFileSync('mount', ['-o', 'remount,ro', DISK]);
}

function remove(): void {
  for (const name of readdirSync(DISK)) {
    execFileSync('rm', ['-rf', path.join(DISK, name)]);
  }
}

function temporary(
  name: string,
  harm: () => void,
  { kinds, cause, at = 'start' }: Pick<MonitorFault, 'kinds' | 'cause'> & Partial<MonitorFault>,
): MonitorFault {
  const world = asTemporary(harm === useUpFiles ? 'size=200m,nr_inodes=40' : 'size=200m');

  return { ...NO_FAULT, name, kinds, cause, at, harm, world };
}

function cache(name: string, commands: readonly string[], cause: Cause): MonitorFault {
  return {
    ...NO_FAULT,
    name,
    kinds: BROWSER_ONLY,
    cause,
    settings: () => ({ cacheDir: path.join(DISK, 'cache') }),
    world: commands,
  };
}

const BROWSER_ONLY: readonly JourneyKind[] = ['browser'];
const API_ONLY: readonly JourneyKind[] = ['api'];

/** Disks that are full, locked or gone. */
export const DISK_FAULTS: readonly MonitorFault[] = [
  temporary('full disk', fill, { kinds: BROWSER_ONLY, cause: 'monitor.disk' }),
  temporary('full disk of an API journey', fill, { kinds: API_ONLY, cause: 'monitor.disk' }),
  temporary('no files left', useUpFiles, { kinds: BROWSER_ONLY, cause: 'monitor.disk' }),
  temporary('read-only disk', lock, { kinds: BROWSER_ONLY, cause: 'monitor.disk' }),
  temporary('read-only disk of an API journey', lock, { kinds: API_ONLY, cause: null }),
  temporary('emptied disk', remove, { kinds: ['api', 'browser'], cause: 'monitor.disk' }),
  temporary('disk fills up', fill, { kinds: BROWSER_ONLY, cause: 'monitor.disk', at: 'request' }),
  cache('full disk for the browser', disk('size=1m'), 'monitor.disk'),
  cache('read-only disk for the browser', disk('size=200m,ro'), 'monitor.disk'),
];

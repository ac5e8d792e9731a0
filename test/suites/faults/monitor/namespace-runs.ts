import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { JourneyKind, RunRecord } from '../../../../lib/core/record/run-record.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import type { MonitorFault } from './fault.ts';

const MAIN = 'test/suites/faults/monitor/inside.ts';
/** Root keeps its users; others become root of their own. */
const NAMESPACES = process.getuid?.() === 0 ? '-mn' : '-rmn';

/** The run of each fault in namespaces of its own: what it breaks of the network and the disks ends with it. */
export async function* namespaceRuns(
  kind: JourneyKind,
  faults: readonly MonitorFault[],
): AsyncGenerator<readonly [MonitorFault, RunRecord]> {
  if (faults.length === 0) return;
  const { path: dir, remove } = await temporaryDir();
  const mainPath = path.join(dir, 'inside.cjs');
  try {
    await build({
      entryPoints: [MAIN],
      outfile: mainPath,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      logLevel: 'silent',
    });
    for (const fault of faults) {
      yield [fault, await namespaceRun(kind, fault, { dir, mainPath })];
    }
  } finally {
    await remove();
  }
}

async function namespaceRun(
  kind: JourneyKind,
  { name, world }: MonitorFault,
  { dir, mainPath }: { readonly dir: string; readonly mainPath: string },
): Promise<RunRecord> {
  const recordPath = path.join(dir, 'record.json');
  await writeFile(path.join(dir, 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  const commands = [
    'ip link set lo up',
    `mount --bind '${path.join(dir, 'hosts')}' /etc/hosts`,
    ...(world ?? []),
    `exec '${process.execPath}' '${mainPath}' '${kind}' '${name}' '${recordPath}'`,
  ];
  await promisify(execFile)('unshare', [NAMESPACES, 'sh', '-ec', commands.join('\n')], {
    env: { ...process.env, NODE_PATH: path.resolve('node_modules'), FAULT_DIR: dir },
  });
  const record: RunRecord = JSON.parse(await readFile(recordPath, 'utf8'));

  return record;
}

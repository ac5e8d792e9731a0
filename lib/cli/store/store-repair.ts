import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareDatabase } from '../../adapters/leveldb/prepare-database.ts';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { exportLine } from '../../core/store/export-format.ts';
import { describeRepair } from '../../report/format/describe-store-damage.ts';
import { formatCount } from '../../report/format/count.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { hasLocalStore } from '../frame/history-stores.ts';
import { EXIT, type Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { allItems } from './all-items.ts';
import { BYTES } from './export-bytes.ts';
import type { StoreCheckOptions } from './store-check.ts';

/** Items that were taken out of the store because they cannot be read, as lines of an export. */
const REMOVED_FILE = 'store-unreadable.ndjson';
const PRIVATE_FILE_MODE = 0o600;

/** `waywiser store repair`: reads every file, and repairs the store if one is damaged. */
export async function storeRepair(
  { json = false }: StoreCheckOptions,
  paths: Paths,
  io: Io,
): Promise<number> {
  if (!hasLocalStore(paths)) return report({ repair: null, removed: 0 }, json, io);
  const options = { deep: true, nowMs: Date.now() };
  const prepared = await prepareDatabase(paths.stateDir, options);
  if (prepared.kind === 'locked') {
    io.err(
      'waywiser: Cannot repair the store: another process has it open; stop waywiser dev and other commands first\n',
    );

    return EXIT.unknown;
  }
  const removed = await removeUnreadable(paths);

  return report({ repair: prepared.repair, removed }, json, io);
}

interface RepairResult {
  readonly repair: Parameters<typeof describeRepair>[0] | null;
  readonly removed: number;
}

function report(result: RepairResult, json: boolean, io: Io): number {
  const { repair, removed } = result;
  if (json) io.out(jsonDocument(result));
  else {
    const lines = [
      ...(repair === null ? [] : describeRepair(repair)),
      ...(removed === 0
        ? []
        : [`${formatCount(removed, 'unreadable item')} moved to .waywiser/${REMOVED_FILE}.`]),
    ];
    const shown = lines.length === 0 ? ['The store is sound; nothing was changed.'] : lines;
    for (const line of shown) io.out(`${cleanText(line)}\n`);
  }

  return EXIT.passed;
}

/** Moves items with a whole block and unreadable content to a file. Those of a newer version stay. */
async function removeUnreadable(paths: Paths): Promise<number> {
  const store = await openEmbeddedStore({ dir: paths.stateDir });
  let removed = 0;
  try {
    for await (const { item, problem } of allItems(store.transfer)) {
      if (problem === null || problem.includes('upgrade it')) continue;
      const file = path.join(paths.stateDir, REMOVED_FILE);
      await appendFile(file, exportLine({ item, record: null }, BYTES), {
        mode: PRIVATE_FILE_MODE,
      });
      await store.transfer.remove(item);
      removed += 1;
    }
  } finally {
    await store.close();
  }

  return removed;
}

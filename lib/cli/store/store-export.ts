import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { databaseIn } from '../../adapters/leveldb/prepare-database.ts';
import { notedItems } from '../../adapters/leveldb/key-record.ts';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { EXPORT_SCHEMA, type ExportHeader, exportLine } from '../../core/store/export-format.ts';
import type { ItemTransfer } from '../../core/store/item-store.ts';
import { itemKindOf, type ItemKind } from '../../core/store/store-damage.ts';
import { formatCount } from '../../report/format/count.ts';
import { hasLocalStore } from '../frame/history-stores.ts';
import { EXIT, type Io, misuse } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { progressOf } from '../frame/progress.ts';
import { storeNotices } from '../frame/store-notices.ts';
import { allItems } from './all-items.ts';
import { BYTES } from './export-bytes.ts';

/** Options of `waywiser store export`. */
export interface StoreExportOptions {
  readonly out?: string;
  readonly json?: boolean;
}

const PRIVATE_FILE_MODE = 0o600;

/** `waywiser store export`: writes every item of the store into one compressed file. */
export async function storeExport(
  { out, json = false }: StoreExportOptions,
  paths: Paths,
  io: Io,
): Promise<number> {
  if (!hasLocalStore(paths)) return misuse(['Cannot export the store: there is none yet'], io);
  const exportedAt = new Date().toISOString();
  const stamp = exportedAt.slice(0, 19).replaceAll(/[-:]/g, '');
  const file = path.resolve(paths.projectDir, out ?? `waywiser-store-${stamp}Z.ndjson.gz`);
  const store = await openEmbeddedStore({ ...storeNotices(io), dir: paths.stateDir });
  const progress = progressOf(notedItems(databaseIn(paths.stateDir).keysDir), io, Date.now);
  try {
    const body = await writeBody(store.transfer, `${file}.body`, progress.done);
    const { counts, items, sha256, unreadable } = body;
    const header: ExportHeader = {
      waywiser: 'store-export',
      schema: EXPORT_SCHEMA,
      exportedAt,
      items,
      counts,
      sha256,
    };
    await join(file, header);
    if (json) io.out(jsonDocument({ file, ...header, unreadable }));
    else io.out(`${formatCount(items, 'item')} exported to ${file}\n`);
    if (unreadable > 0)
      io.err(`waywiser: ${formatCount(unreadable, 'unreadable item')} left out\n`);

    return unreadable > 0 ? EXIT.unknown : EXIT.passed;
  } finally {
    progress.end();
    await rm(`${file}.body`, { force: true });
    await rm(`${file}.tmp`, { force: true });
    await store.close();
  }
}

type Body = Pick<ExportHeader, 'counts' | 'items' | 'sha256'> & { readonly unreadable: number };

/** The items come first: the header has their number and checksum. */
async function writeBody(
  transfer: ItemTransfer,
  file: string,
  onItems: (count: number) => void,
): Promise<Body> {
  const hash = createHash('sha256');
  const counts: Partial<Record<ItemKind, number>> = {};
  let items = 0;
  let unreadable = 0;

  async function* lines(): AsyncGenerator<string> {
    for await (const checked of allItems(transfer)) {
      if (checked.problem !== null) {
        unreadable += 1;
        continue;
      }
      const line = exportLine(checked, BYTES);
      hash.update(line);
      const { kind } = itemKindOf(checked.item.pk, checked.item.sk);
      counts[kind] = (counts[kind] ?? 0) + 1;
      items += 1;
      onItems(items);
      yield line;
    }
  }

  await pipeline(lines, createGzip(), createWriteStream(file, { mode: PRIVATE_FILE_MODE }));

  return { counts, items, sha256: hash.digest('hex'), unreadable };
}

/** Two compressed parts one after another are one compressed file (RFC 1952). */
async function join(file: string, header: ExportHeader): Promise<void> {
  const draft = await open(`${file}.tmp`, 'w', PRIVATE_FILE_MODE);
  try {
    await draft.write(gzipSync(`${JSON.stringify(header)}\n`));
    await pipeline(createReadStream(`${file}.body`), async (chunks) => {
      for await (const chunk of chunks) await draft.write(chunk);
    });
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${file}.tmp`, file);
}

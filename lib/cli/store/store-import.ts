import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { StoreError } from '../../adapters/dynamodb/store-error.ts';
import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import {
  type ExportHeader,
  readExportHeader,
  readExportLine,
} from '../../core/store/export-format.ts';
import type { ItemTransfer } from '../../core/store/item-store.ts';
import { formatCount } from '../../report/format/count.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io, misuse } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { progressOf } from '../frame/progress.ts';
import { storeNotices } from '../frame/store-notices.ts';
import { BYTES } from './export-bytes.ts';

/** Options of `waywiser store import`. */
export interface StoreImportOptions {
  readonly file: string;
  readonly json?: boolean;
}

/** Result of an import: the JSON document of `waywiser store import --json`. */
interface ImportResult {
  stored: number;
  /** Items of which the store has the same or a better version. */
  present: number;
  readonly bad: { readonly line: number; readonly reason: string }[];
  /** Why the file was not read to its end as it was written; null: it was. */
  incomplete: string | null;
}

const MAX_SHOWN = 10;

/** `waywiser store import`: merges an export into the store. Can be repeated. */
export async function storeImport(
  { file, json = false }: StoreImportOptions,
  paths: Paths,
  io: Io,
): Promise<number> {
  const place = path.resolve(paths.projectDir, file);
  if (!existsSync(place)) return misuse([`Cannot import "${file}": there is no such file`], io);
  const lines = linesOf(place);
  let header: ExportHeader;
  try {
    const first = await lines.next();
    header = readExportHeader(first.done === true ? '' : first.value);
  } catch (error) {
    return misuse([`Cannot import "${file}": ${errorText(error)}`], io);
  }
  const store = await openEmbeddedStore({ ...storeNotices(io), dir: paths.stateDir });
  const progress = progressOf(Math.max(1, header.items), io, Date.now);
  try {
    const result = await importLines(lines, { header, transfer: store.transfer }, progress.done);
    progress.end();
    show(result, json, io);

    return result.bad.length > 0 || result.incomplete !== null ? EXIT.unknown : EXIT.passed;
  } finally {
    progress.end();
    await store.close();
  }
}

async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const gunzip = createGunzip();
  const source = createReadStream(file);
  source.once('error', (error) => gunzip.destroy(error));
  const failures: Error[] = [];
  const input = source.pipe(gunzip);
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // The lines before the damage are still read.
  input.once('error', (error) => {
    failures.push(error);
    reader.close();
  });
  for await (const line of reader) yield line;
  const [failed] = failures;
  if (failed !== undefined) throw failed;
}

interface ImportParts {
  readonly header: ExportHeader;
  readonly transfer: ItemTransfer;
}

async function importLines(
  lines: AsyncGenerator<string, undefined>,
  { header, transfer }: ImportParts,
  onItems: (count: number) => void,
): Promise<ImportResult> {
  const result: ImportResult = { stored: 0, present: 0, bad: [], incomplete: null };
  const hash = createHash('sha256');
  let number = 1;
  try {
    for await (const line of lines) {
      number += 1;
      hash.update(`${line}\n`);
      await importLine(line, number, { transfer, result });
      onItems(number - 1);
    }
    if (hash.digest('hex') !== header.sha256) {
      result.incomplete = `its checksum differs from the one of its ${formatCount(header.items, 'item')}: it was changed or cut`;
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    result.incomplete = `it ends after line ${number}: ${errorText(error)}`;
  }

  return result;
}

async function importLine(
  line: string,
  number: number,
  { transfer, result }: { readonly transfer: ItemTransfer; readonly result: ImportResult },
): Promise<void> {
  try {
    const isStored = await transfer.merge(readExportLine(line, BYTES));
    if (isStored) result.stored += 1;
    else result.present += 1;
  } catch (error) {
    // The store itself failed: no line is to blame.
    if (error instanceof StoreError) throw error;
    result.bad.push({ line: number, reason: errorText(error) });
  }
}

function show(result: ImportResult, json: boolean, io: Io): void {
  const { stored, present, bad, incomplete } = result;
  if (json) io.out(jsonDocument(result));
  else {
    io.out(
      `${formatCount(stored, 'item')} imported, ${formatCount(present, 'item')} already there\n`,
    );
  }
  for (const { line, reason } of bad.slice(0, MAX_SHOWN)) {
    io.err(
      `waywiser: Cannot import line ${line}: ${cleanText(reason)}; export the store again, or correct the line\n`,
    );
  }
  if (bad.length > MAX_SHOWN) {
    io.err(
      `waywiser: ${formatCount(bad.length - MAX_SHOWN, 'other line')} could not be imported\n`,
    );
  }
  if (incomplete !== null) {
    io.err(
      `waywiser: The file is incomplete: ${cleanText(incomplete)}; what could be read was imported. Export the store again.\n`,
    );
  }
}

/** A value of a column; columns without one are NULL. */
export type SqliteValue = number | string | Buffer | null;

/** A table with an `INTEGER PRIMARY KEY` as its first column, whose values are 1, 2 and so on. */
export interface SqliteTable {
  readonly name: string;
  /** Its `CREATE TABLE`. */
  readonly sql: string;
  /** The values of the columns after the first. */
  readonly rows: readonly (readonly SqliteValue[])[];
}

/** The largest page: a row needs no second one (https://www.sqlite.org/fileformat2.html). */
const PAGE_BYTES = 65_536;
const FILE_HEADER_BYTES = 100;
const LEAF = { type: 0x0d, headerBytes: 8 };
const INTERIOR = { type: 0x05, headerBytes: 12 };
/** What SQLite keeps free in a page before a payload must go on in another one. */
const OVERFLOW_MARGIN_BYTES = 35;

/** Writes a database file of SQLite with one table. Throws a RangeError for a row that fills a page. */
export function sqliteFile({ name, sql, rows }: SqliteTable): Buffer {
  const cells = rows.map((values, index) => cell(index + 1, [null, ...values]));
  const leaves = divided(cells);
  const firstLeaf = leaves.length === 1 ? 2 : 3;
  const root = leaves.length === 1 ? [] : [interiorPage(leaves, firstLeaf)];
  const schema = cell(1, ['table', name, name, 2, sql]);
  const pages = [...root, ...leaves.map(({ parts }) => page(LEAF, parts))];
  const first = page(LEAF, [schema], FILE_HEADER_BYTES);
  fileHeader(pages.length + 1).copy(first);

  return Buffer.concat([first, ...pages]);
}

interface Leaf {
  readonly parts: Buffer[];
  bytes: number;
  lastRow: number;
}

/** Rows in the pages that they fit into. */
function divided(cells: readonly Buffer[]): readonly Leaf[] {
  const leaves: Leaf[] = [{ parts: [], bytes: 0, lastRow: 0 }];
  for (const [index, bytes] of cells.entries()) {
    const needed = bytes.length + 2;
    if (needed > PAGE_BYTES - OVERFLOW_MARGIN_BYTES) throw new RangeError('a row fills a page');
    let leaf = leaves.at(-1);
    if (leaf === undefined || leaf.bytes + needed > PAGE_BYTES - OVERFLOW_MARGIN_BYTES) {
      leaf = { parts: [], bytes: 0, lastRow: 0 };
      leaves.push(leaf);
    }
    leaf.parts.push(bytes);
    leaf.bytes += needed;
    leaf.lastRow = index + 1;
  }

  return leaves;
}

function interiorPage(leaves: readonly Leaf[], firstLeaf: number): Buffer {
  const cells = leaves
    .slice(0, -1)
    .map(({ lastRow }, index) => Buffer.concat([uint32(firstLeaf + index), varint(lastRow)]));
  const made = page(INTERIOR, cells);
  made.writeUInt32BE(firstLeaf + leaves.length - 1, 8);

  return made;
}

function page({ type, headerBytes }: typeof LEAF, cells: readonly Buffer[], offset = 0): Buffer {
  const made = Buffer.alloc(PAGE_BYTES);
  let end = PAGE_BYTES;
  for (const [index, bytes] of cells.entries()) {
    end -= bytes.length;
    bytes.copy(made, end);
    made.writeUInt16BE(end, offset + headerBytes + 2 * index);
  }
  made[offset] = type;
  made.writeUInt16BE(cells.length, offset + 3);
  // 65,536 is written as 0.
  made.writeUInt16BE(end % PAGE_BYTES, offset + 5);

  return made;
}

function fileHeader(pageCount: number): Buffer {
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  header.write('SQLite format 3\0', 'latin1');
  // A page of 65,536 bytes; versions of the format; no reserved space; fractions that are fixed.
  Buffer.from([0, 1, 1, 1, 0, 64, 32, 32]).copy(header, 16);
  header.writeUInt32BE(1, 24);
  header.writeUInt32BE(pageCount, 28);
  header.writeUInt32BE(1, 40);
  header.writeUInt32BE(4, 44);
  // UTF-8
  header.writeUInt32BE(1, 56);
  header.writeUInt32BE(1, 92);
  header.writeUInt32BE(3_040_000, 96);

  return header;
}

function cell(row: number, values: readonly SqliteValue[]): Buffer {
  const types = Buffer.concat(values.map((value) => varint(serialType(value))));
  // The length of the header counts its own bytes: one, or two from 127 on.
  const length = varint(types.length + (types.length < 127 ? 1 : 2));
  const payload = Buffer.concat([length, types, ...values.map(bytesOf)]);

  return Buffer.concat([varint(payload.length), varint(row), payload]);
}

function serialType(value: SqliteValue): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 4;

  return typeof value === 'string' ? 13 + 2 * Buffer.byteLength(value) : 12 + 2 * value.length;
}

function bytesOf(value: SqliteValue): Buffer {
  if (value === null) return Buffer.alloc(0);
  if (typeof value === 'number') return uint32(value);

  return typeof value === 'string' ? Buffer.from(value) : value;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);

  return bytes;
}

function varint(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest % 128) + 128);
  }

  return Buffer.from(bytes);
}

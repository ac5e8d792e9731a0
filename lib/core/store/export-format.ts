import { fieldsOf, parsedJson } from '../base/plain-data.ts';
import type { CheckedItem, PlainItem } from './item-store.ts';
import { itemKindOf, type ItemKind } from './store-damage.ts';

/** Version of the format of exports. */
export const EXPORT_SCHEMA = 1;

/** The first line of an export. */
export interface ExportHeader {
  readonly waywiser: 'store-export';
  readonly schema: number;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly items: number;
  /** Number of items by kind. */
  readonly counts: Readonly<Partial<Record<ItemKind, number>>>;
  /** Of all bytes after the first line. */
  readonly sha256: string;
}

/** What `core` does not have: bytes as Base64 text, and the compression of records. */
export interface ExportBytes {
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array;
  readonly pack: (record: object) => Uint8Array;
}

/**
 * One item of an export as a line of JSON. Bytes are objects with one field, `base64`; the record of a
 * run stands beside its item, so that every program can read it.
 */
export function exportLine(
  { item, record }: Pick<CheckedItem, 'item' | 'record'>,
  { encode }: Pick<ExportBytes, 'encode'>,
): string {
  const { kind } = itemKindOf(item.pk, item.sk);
  const { record: _packed, ...others } = item;
  const shown = mapped(record === null ? item : others, (value) =>
    value instanceof Uint8Array ? { base64: encode(value) } : null,
  );

  return `${JSON.stringify({ kind, item: shown, ...(record !== null && { record }) })}\n`;
}

/** Reads a line of an export. Throws a TypeError or SyntaxError with the reason. */
export function readExportLine(
  line: string,
  { decode, pack }: Pick<ExportBytes, 'decode' | 'pack'>,
): PlainItem {
  const { item, record } = fieldsOf(JSON.parse(line));
  const { pk, sk, ...others } = fieldsOf(item);
  if (typeof pk !== 'string' || typeof sk !== 'string') {
    throw new TypeError('the line has no item with keys');
  }
  const plain = mapped(others, (value) => {
    const { base64 } = fieldsOf(value);

    return typeof base64 === 'string' ? decode(base64) : null;
  });
  const packed = typeof record === 'object' && record !== null ? { record: pack(record) } : {};

  return { pk, sk, ...fieldsOf(plain), ...packed };
}

/** Reads the first line of an export. Throws a TypeError for another file or a newer version. */
export function readExportHeader(line: string): ExportHeader {
  const header = fieldsOf(parsedJson(line));
  const { waywiser, schema, items, sha256 } = header;
  if (waywiser !== 'store-export') {
    throw new TypeError(
      'its first line is no header of a store; expected a file of waywiser store export',
    );
  }
  if (schema !== EXPORT_SCHEMA || typeof items !== 'number' || typeof sha256 !== 'string') {
    throw new TypeError(
      `it has the format ${String(schema)}; this version of waywiser reads ${EXPORT_SCHEMA}: use the version that wrote it, or upgrade`,
    );
  }

  return { waywiser, schema, items, sha256, exportedAt: String(header['exportedAt']), counts: {} };
}

/** A copy of a value with the parts replaced for which `replace` has another one. */
function mapped(value: unknown, replace: (value: unknown) => unknown): unknown {
  const other = replace(value);
  if (other !== null) return other;
  if (Array.isArray(value)) return value.map((each) => mapped(each, replace));
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapped(each, replace)]),
  );
}

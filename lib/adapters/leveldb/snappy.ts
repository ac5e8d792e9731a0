import { ByteReader, FormatError } from './byte-reader.ts';

/** Largest block that is decompressed: an item has at most 400 KB, its JSON not much more. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Lengths of literals from here on are in the bytes after the tag. */
const LONG_LITERAL = 60;

/**
 * Decompresses a block: https://github.com/google/snappy/blob/main/format_description.txt. Throws a
 * FormatError if it is none.
 */
export function unsnappy(compressed: Buffer): Buffer {
  const reader = new ByteReader(compressed);
  const length = reader.varint();
  if (length > MAX_BYTES) throw new FormatError('a block is too large');
  const output = Buffer.alloc(length);
  let filled = 0;
  while (!reader.isAtEnd) {
    const tag = reader.byte();
    filled =
      (tag & 3) === 0
        ? literal(reader, tag, { output, filled })
        : copy(reader, tag, { output, filled });
  }
  if (filled !== length) throw new FormatError('a block has another length');

  return output;
}

interface Output {
  readonly output: Buffer;
  readonly filled: number;
}

/** Length of a literal, read with the bytes after its tag. */
export function literalLength(reader: ByteReader, tag: number): number {
  const short = tag >>> 2;
  if (short < LONG_LITERAL) return short + 1;
  const sizeBytes = short - LONG_LITERAL + 1;

  return reader.take(sizeBytes).readUIntLE(0, sizeBytes) + 1;
}

function literal(reader: ByteReader, tag: number, { output, filled }: Output): number {
  const part = reader.take(literalLength(reader, tag));
  if (filled + part.length > output.length) throw new FormatError('a block is too long');
  part.copy(output, filled);

  return filled + part.length;
}

function copy(reader: ByteReader, tag: number, { output, filled }: Output): number {
  const { length, offset } = distance(reader, tag);
  if (offset === 0 || offset > filled || filled + length > output.length) {
    throw new FormatError('a block copies from outside');
  }
  // Byte by byte: the parts may overlap.
  for (let at = filled; at < filled + length; at += 1) output[at] = output[at - offset] ?? 0;

  return filled + length;
}

function distance(
  reader: ByteReader,
  tag: number,
): { readonly length: number; readonly offset: number } {
  if ((tag & 3) === 1) {
    return { length: ((tag >>> 2) & 7) + 4, offset: ((tag >>> 5) << 8) | reader.byte() };
  }
  const offset = (tag & 3) === 2 ? reader.take(2).readUInt16LE() : reader.fixed32();

  return { length: (tag >>> 2) + 1, offset };
}

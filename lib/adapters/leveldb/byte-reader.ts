/** Bytes of a file are not what its format says. Always caught by the reader of the file. */
export class FormatError extends Error {}

/** Highest shift of a variable-length number: LevelDB writes at most 64 bits. */
const MAX_SHIFT = 63;

/** Reads LevelDB's numbers and texts one after another. Throws a {@link FormatError} at the end. */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new FormatError('it ends too early');
    this.at += 1;

    return value;
  }

  /** A number of variable length, 7 bits in each byte. Exact up to 2^53. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift <= MAX_SHIFT; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new FormatError('a number has no end');
  }

  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new FormatError('it ends too early');
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;

    return part;
  }

  /** Bytes that follow their length. */
  prefixed(): Buffer {
    return this.take(this.varint());
  }

  /** A number of eight bytes. Exact up to 2^53. */
  fixed64(): number {
    return Number(this.take(8).readBigUInt64LE());
  }

  /** The end of a key in a table: its type in the lowest byte, the sequence number above it. */
  fixed64Parts(): { readonly type: number; readonly sequence: number } {
    const type = this.byte();

    return { type, sequence: this.take(7).readUIntLE(0, 6) };
  }

  fixed32(): number {
    return this.take(4).readUInt32LE();
  }
}

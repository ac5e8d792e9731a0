/** The Castagnoli polynomial, reversed: https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const POLYNOMIAL = 0x82f63b78;
/** LevelDB stores checksums rotated and shifted: https://github.com/google/leveldb/blob/main/util/crc32c.h */
const MASK_DELTA = 0xa282ead8;

/** The change of a checksum by each value of a byte. */
export const CRC_TABLE = crcTable();

/** CRC-32C of bytes, as a 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  let state = -1;
  for (let at = 0; at < bytes.length; at += 1) state = crcStep(state, bytes[at] ?? 0);

  return ~state >>> 0;
}

/** The state of a checksum after one more byte; the first state is -1, the checksum `~state`. */
export function crcStep(state: number, byte: number): number {
  return (state >>> 8) ^ (CRC_TABLE[(state ^ byte) & 0xff] ?? 0);
}

/** A checksum in the form in which LevelDB stores it. */
export function maskedCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

function crcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);

    return value;
  });
}

import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';

/** A rectangle of a picture, in pixels from its upper left corner; `right` and `bottom` are outside. */
export interface PixelArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Mid grey. */
const MASK_LEVEL = 0x88;
const OPAQUE = 0xff;

/** PNG, 5.2 and 11.2: https://www.w3.org/TR/png-3/ */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BIT_DEPTH = 8;
/** Bytes of a pixel by the colour type: RGB, RGBA. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** A decoded picture: rows of pixels without filters. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly header: Buffer;
  readonly pixelBytes: number;
  readonly pixels: Buffer;
}

/** Width of a PNG in pixels. */
export function pngWidth(png: Buffer): number {
  return png.readUInt32BE(SIGNATURE.length + 8);
}

/**
 * Paints areas of a PNG grey. Pixels are replaced in the picture itself, so that no page and no policy
 * of one can keep a mask away. Throws for a picture that it does not understand.
 */
export async function maskPng(png: Buffer, areas: readonly PixelArea[]): Promise<Buffer> {
  const picture = await decoded(png);
  for (const area of areas) paint(picture, area);

  return encoded(picture);
}

function paint({ width, height, pixelBytes, pixels }: Picture, area: PixelArea): void {
  const left = Math.max(0, Math.floor(area.left));
  const right = Math.min(width, Math.ceil(area.right));
  const bottom = Math.min(height, Math.ceil(area.bottom));
  if (right <= left) return;
  for (let row = Math.max(0, Math.floor(area.top)); row < bottom; row += 1) {
    const start = (row * width + left) * pixelBytes;
    const end = (row * width + right) * pixelBytes;
    pixels.fill(MASK_LEVEL, start, end);
    if (pixelBytes === 4) for (let at = start + 3; at < end; at += 4) pixels[at] = OPAQUE;
  }
}

async function decoded(png: Buffer): Promise<Picture> {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(0);
  const pixelBytes = PIXEL_BYTES[header[9] ?? -1];
  if (header[8] !== BIT_DEPTH || pixelBytes === undefined || header[12] !== 0) {
    throw new RangeError('Cannot mask a picture: expected a PNG of 8-bit RGB or RGBA');
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const data = chunks.filter(({ type }) => type === 'IDAT').map((each) => each.data);
  const rows = await promisify(inflate)(Buffer.concat(data));
  const pixels = Buffer.alloc(width * height * pixelBytes);
  const rowBytes = width * pixelBytes;
  for (let row = 0; row < height; row += 1) {
    const start = row * (rowBytes + 1);
    rows.copy(pixels, row * rowBytes, start + 1, start + 1 + rowBytes);
    unfilter(pixels, { filter: rows[start] ?? 0, row, rowBytes, pixelBytes });
  }

  return { width, height, header, pixelBytes, pixels };
}

interface Row {
  readonly filter: number;
  readonly row: number;
  readonly rowBytes: number;
  readonly pixelBytes: number;
}

/** PNG, 9.2: a row is stored as differences from its left and upper neighbours. */
function unfilter(pixels: Buffer, { filter, row, rowBytes, pixelBytes }: Row): void {
  const start = row * rowBytes;
  for (let at = start; at < start + rowBytes; at += 1) {
    const hasLeft = at - start >= pixelBytes;
    const left = hasLeft ? byteAt(pixels, at - pixelBytes) : 0;
    const up = byteAt(pixels, at - rowBytes);
    const corner = hasLeft ? byteAt(pixels, at - rowBytes - pixelBytes) : 0;
    pixels[at] = byteAt(pixels, at) + predicted(filter, { left, up, corner });
  }
}

/** 0 above the picture. */
function byteAt(pixels: Buffer, at: number): number {
  return at < 0 ? 0 : (pixels[at] ?? 0);
}

function predicted(
  filter: number,
  { left, up, corner }: { readonly left: number; readonly up: number; readonly corner: number },
): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default:
      return paeth(left, up, corner);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((each) => Math.abs(estimate - each));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;

  return (toUp ?? 0) <= (toCorner ?? 0) ? up : corner;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }

  return chunks;
}

/** Each row as its difference from the one above: pages have many equal rows. */
async function encoded({ height, header, pixels }: Picture): Promise<Buffer> {
  const rowBytes = pixels.length / height;
  const rows = Buffer.alloc(height * (rowBytes + 1));
  for (let row = 0; row < height; row += 1) {
    const to = row * (rowBytes + 1);
    rows[to] = 2;
    for (let at = 0; at < rowBytes; at += 1) {
      const up = row === 0 ? 0 : (pixels[(row - 1) * rowBytes + at] ?? 0);
      rows[to + 1 + at] = (pixels[row * rowBytes + at] ?? 0) - up;
    }
  }
  const data = await promisify(deflate)(rows);

  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);

  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** PNG, annex D: the remainder of a byte by the polynomial. */
const CRC_OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) =>
  Array.from({ length: 8 }).reduce<number>(
    (crc) => (crc & 1 ? 0xedb8_8320 ^ (crc >>> 1) : crc >>> 1),
    byte,
  ),
);

function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (CRC_OF_BYTE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);

  return (crc ^ 0xffff_ffff) >>> 0;
}

import { deflateSync } from 'node:zlib';

const WIDTH = 640;
const HEIGHT = 240;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** PNG header fields: 8 bits per channel, RGB. */
const PNG_RGB = [8, 2, 0, 0, 0];
/** Reversed polynomial of the CRC that PNG uses: https://www.w3.org/TR/png-3/#D-CRCAppendix */
const CRC_POLYNOMIAL = 0xed_b8_83_20;

/**
 * The hero picture: rolling hills under a sky, with enough grain that a browser counts it as
 * content. Generated, so that the shop needs no binary files.
 */
export function heroPicture(): Buffer {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) paint(rows, x, y);
  }
  const header = Buffer.alloc(8);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);

  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', Buffer.concat([header, Buffer.from(PNG_RGB)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function paint(rows: Buffer, x: number, y: number): void {
  const offset = y * (1 + WIDTH * 3) + 1 + x * 3;
  const grain = hash(x, y) % 17;
  for (const [channel, value] of landscape(x, y).entries()) {
    rows[offset + channel] = Math.max(0, Math.min(255, Math.round(value + grain)));
  }
}

/** A pseudo-random number that is the same at every start. */
function hash(x: number, y: number): number {
  const mixed = Math.imul(x + Math.imul(y, WIDTH), 0x9e_37_79_b1);
  const again = Math.imul(mixed ^ (mixed >>> 15), 0x85_eb_ca_6b);

  return (again ^ (again >>> 13)) >>> 0;
}

function landscape(x: number, y: number): readonly [number, number, number] {
  const far = 130 + 26 * Math.sin(x / 70) + 12 * Math.sin(x / 23);
  const near = 170 + 22 * Math.sin(x / 55 + 2) + 8 * Math.sin(x / 17);
  if (y > near) return [52 + y / 8, 92 + (y - near) / 3, 70];
  if (y > far) return [96, 132 + (y - far) / 4, 118];

  return [236 - y / 3, 206 - y / 6, 178 + y / 4];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc(body), body.length + 4);

  return frame;
}

function crc(bytes: Buffer): number {
  let value = 0xff_ff_ff_ff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? CRC_POLYNOMIAL : 0);
  }

  return (value ^ 0xff_ff_ff_ff) >>> 0;
}

/** A product's picture: an instrument's dial in the product's colour. */
export function productPicture(hue: number): string {
  const ticks = Array.from({ length: 24 }, (_, index) => {
    const length = index % 6 === 0 ? 16 : 8;

    return `<line x1="80" y1="18" x2="80" y2="${18 + length}" transform="rotate(${index * 15} 80 80)"/>`;
  }).join('');

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" width="160" height="160">
<defs><radialGradient id="g" cx="35%" cy="30%"><stop offset="0" stop-color="hsl(${hue} 70% 88%)"/><stop offset="1" stop-color="hsl(${hue} 45% 55%)"/></radialGradient></defs>
<rect width="160" height="160" fill="hsl(${hue} 40% 94%)"/>
<circle cx="80" cy="80" r="68" fill="url(#g)" stroke="hsl(${hue} 40% 35%)" stroke-width="3"/>
<g stroke="hsl(${hue} 45% 25%)" stroke-width="2">${ticks}</g>
<path d="M80 80 L${80 + 34 * Math.cos(hue)} ${80 + 34 * Math.sin(hue)}" stroke="hsl(${hue} 60% 20%)" stroke-width="4" stroke-linecap="round"/>
<circle cx="80" cy="80" r="6" fill="hsl(${hue} 60% 20%)"/></svg>`;
}

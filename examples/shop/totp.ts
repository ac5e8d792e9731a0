import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238: six-digit codes, a new one every 30 s. */
const PERIOD_MS = 30_000;
const DIGITS = 6;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Tolerance for clock differences: the previous and the next code are valid, too. */
const TOLERATED = [-1, 0, 1] as const;

/** Whether a code is valid for a secret (base32) at a time in milliseconds since 1970. */
export function isCodeOf(secret: string, code: string, atMs: number): boolean {
  const window = Math.floor(atMs / PERIOD_MS);

  return TOLERATED.some((offset) => equals(codeAt(secret, window + offset), code));
}

/** RFC 4226, section 5.3. */
function codeAt(secret: string, window: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(window));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const place = (digest.at(-1) ?? 0) & 0xf;
  const number = digest.readUInt32BE(place) & 0x7f_ff_ff_ff;

  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];

  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

function equals(right: string, given: string): boolean {
  const [a, b] = [Buffer.from(right), Buffer.from(given.trim())];

  return a.length === b.length && timingSafeEqual(a, b);
}

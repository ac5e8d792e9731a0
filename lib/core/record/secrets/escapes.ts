import type { Unit, UnitReader } from './decode-units.ts';
import { HTML_ENTITIES } from './html-entities.ts';
import { BREAK } from './layer.ts';

const MAX_CODE_POINT = 0x10_ffff;

/** `%2F`, and `%u20AC` of the old `escape()`. Bytes become characters; {@link readUtf8} joins them. */
export function readPercent(text: string, index: number): Unit | null {
  const wide = text[index + 1] === 'u' ? hexAt(text, index + 2, 4) : null;
  if (wide !== null) return { text: String.fromCharCode(wide), length: 6 };
  const byte = hexAt(text, index + 1, 2);

  return byte === null ? null : { text: String.fromCharCode(byte), length: 3 };
}

/**
 * Browsers accept numbers, and the oldest names, without the semicolon; one that is itself written as an
 * escape is waited for.
 */
const ENTITY =
  /&(?:#(\d{1,8})(?!\d)|#[xX]([\da-fA-F]{1,7})(?![\da-fA-F])|([A-Za-z][A-Za-z\d]{1,31})(?=;)|(amp|lt|gt|quot|nbsp))(?:;|(?![%&\\=]))/y;

/** `&amp;`, `&#38;` and `&#x26;`. */
export function readEntity(text: string, index: number): Unit | null {
  ENTITY.lastIndex = index;
  const found = ENTITY.exec(text);
  if (found === null) return null;
  const [whole, decimal, hex, name, old] = found;
  const value =
    decimal === undefined && hex === undefined
      ? HTML_ENTITIES.get(name ?? old ?? '')
      : character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));

  return value === undefined ? null : { text: value, length: whole.length };
}

/** The second and later bytes of UTF-8, by the first. */
const UTF8 =
  /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}/y;

/** Bytes of UTF-8 that were read as one character each. */
export function readUtf8(text: string, index: number): Unit | null {
  UTF8.lastIndex = index;
  const [bytes] = UTF8.exec(text) ?? [];
  if (bytes === undefined) return null;
  const first = bytes.charCodeAt(0) & (0xff >> (bytes.length + 1));
  let point = first;
  for (let at = 1; at < bytes.length; at += 1) point = (point << 6) | (bytes.charCodeAt(at) & 0x3f);
  const value = character(point);

  return value === undefined ? null : { text: value, length: bytes.length };
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** `\u0026`, `\u{26}`, `\U00000026`, `\x26`; then, as CSS writes it, `\26 ` (`\26+` in a form); then octal `\46`. */
const NUMBERED =
  /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|(\d[\da-fA-F]{0,5}|[a-fA-F][\da-fA-F]{1,5}|[acdeACDE])[ \t\n+]|(0000[\da-fA-F]{2})|([0-3]?[0-7]{1,2}))/y;
/** A mark behind a backslash stands for itself; a line end behind one, for nothing. */
const MARK = /[^A-Za-z\d]/;

/** Escapes of JSON, JavaScript, CSS, C and shells. */
export function readBackslash(text: string, index: number): Unit | null {
  const next = text[index + 1] ?? '';
  const control = CONTROLS[next];
  NUMBERED.lastIndex = index;
  const found = control !== undefined && !/[bf]/.test(next) ? null : NUMBERED.exec(text);
  if (found !== null) return isOpenEnded(found, text) ? null : numbered(found);
  if (control !== undefined) return { text: control, length: 2 };
  if (next === '\n') return { text: '', length: 2 };

  return MARK.test(next) && !isOwnUnit(text, index + 1) ? { text: next, length: 2 } : null;
}

/**
 * Whether digits that may be octal or CSS's are followed by what is itself escaped: a blank would belong
 * to the CSS escape, so the escape stays until that is known.
 */
function isOpenEnded(found: RegExpExecArray, text: string): boolean {
  const [whole, ...groups] = found;
  const next = found.index + whole.length;

  return groups.at(-1) !== undefined && /[%&]/.test(text[next] ?? '') && isOwnUnit(text, next);
}

/** Whether what follows a backslash is itself escaped, or is no text: then the backslash stays until it is not. */
function isOwnUnit(text: string, index: number): boolean {
  const next = text[index] ?? BREAK;
  if (next === BREAK) return true;
  if (next === '%') return readPercent(text, index) !== null;

  return (next === '&' ? readEntity(text, index) : readUtf8(text, index)) !== null;
}

function numbered(found: RegExpExecArray): Unit | null {
  const [whole, ...groups] = found;
  const octal = groups.at(-1);
  const digits = groups.find((each) => each !== undefined) ?? '';
  const value = character(Number.parseInt(digits, octal === undefined ? 16 : 8));

  return value === undefined ? null : { text: value, length: whole.length };
}

/** Halves of a pair too: the other half follows. */
function character(point: number): string | undefined {
  return point > MAX_CODE_POINT ? undefined : String.fromCodePoint(point);
}

function hexAt(text: string, index: number, digits: number): number | null {
  let value = 0;
  for (let at = index; at < index + digits; at += 1) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0) return null;
    value = value * 16 + digit;
  }

  return value;
}

/** The value of a hexadecimal digit by its code; -1 if it is none. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 0x20;

  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

const READERS: Readonly<Record<string, UnitReader>> = {
  '%': readPercent,
  '&': readEntity,
  '\\': readBackslash,
};

/** Reads a unit of any of these encodings. */
export function readEscape(text: string, index: number): Unit | null {
  const reader = READERS[text[index] ?? ''] ?? readUtf8;

  return reader(text, index);
}

/** What a unit of {@link readEscape} may start with. */
export const ESCAPE_STARTS = /[%&\\\u00c2-\u00f4]/g;

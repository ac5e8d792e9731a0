import type { Needle } from './find-texts.ts';
import { decodedForms, isJson, shownForms } from './secret-forms.ts';

/** From this length on, letters in either case are taken for the secret. */
const MIN_ANY_CASE = 8;
/** The inner part of a Base64 text, in which a secret has lost its ends: shorter ones occur by chance. */
const MIN_BASE64 = 6;

/** Bytes that are searched for in Base64 without decoding it. */
const MAX_SPELLED = 16;

/** Everything that a secret text is searched by in each layer of a text. */
export function secretNeedles(texts: readonly string[]): readonly Needle[] {
  const shown = [...new Set(texts.flatMap(shownForms))];
  const plain = new Set([...shown, ...texts.flatMap(piecesOf)].flatMap(decodedForms));
  const spelled = new Set(shown.flatMap(spellings).filter((text) => text.length >= MIN_BASE64));

  return [
    ...[...plain].map((text) => ({ text, anyCase: isUnlikely(text) })),
    ...[...plain].flatMap(hostNeedles),
    ...[...spelled].filter((text) => !plain.has(text)).map((text) => ({ text, anyCase: false })),
  ];
}

/** Shorter secrets are found as a whole only. */
const MIN_DIVIDED = 64;
/** Characters of a piece: a key of this length is still one. */
const PIECE_LENGTH = 32;

/**
 * The pieces of a long secret, such as a private key: a program may show the first hundred characters of
 * it. A JSON document has none, because its fields are secrets of their own.
 */
function piecesOf(text: string): readonly string[] {
  if (text.length < MIN_DIVIDED || isJson(text)) return [];
  const count = Math.floor(text.length / PIECE_LENGTH);

  return Array.from({ length: count }, (_, index) =>
    text.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH),
  ).filter((piece) => piece.trim().length > PIECE_LENGTH / 2);
}

/** Whether a text hardly occurs by chance in another case: hosts and titles change it. */
function isUnlikely(text: string): boolean {
  return text.length >= MIN_ANY_CASE && /[^A-Za-z]/.test(text);
}

/** Browsers write hosts in small letters, and other alphabets in Punycode. */
function hostNeedles(text: string): readonly Needle[] {
  if (!/^[\p{L}\p{N}.-]+$/u.test(text) || text === text.toLowerCase()) {
    return punycode(text).map((host) => ({ text: host, anyCase: true }));
  }

  return isUnlikely(text) ? [] : [{ text: text.toLowerCase(), anyCase: false, inHost: true }];
}

function punycode(text: string): readonly string[] {
  if (!/[^ -~]/.test(text) || !/^[\p{L}\p{N}\p{M}.-]{4,60}$/u.test(text)) return [];
  try {
    return [new URL(`https://${text}/`).hostname];
  } catch {
    // It cannot be part of a host.
    return [];
  }
}

/** Encodings of bytes, for texts that are too short to be decoded as such. */
function spellings(text: string): readonly string[] {
  const wide = [wideBytes(text, true), wideBytes(text, false)];
  const narrow = [text, ...WRITERS.map((write) => write(text))].map(utf8Bytes);
  const bytes = [...new Set([...narrow, ...wide])];
  const encoded = bytes.flatMap((each) => [...base64Spellings(each), ...hexSpellings(each)]);

  // In decoded bytes, UTF-16 is seen as it is.
  return [...encoded, ...wide.filter((each) => !each.startsWith('\0'))];
}

/** How a text is written within short pieces of encoded bytes. */
const WRITERS: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => encodeURIComponent(text.toWellFormed()),
];

function hexSpellings(bytes: string): readonly string[] {
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join(
    '',
  );

  return [hex, hex.toUpperCase()];
}

/** Base64 of a text depends on its offset in a group of three bytes: 0, 1 or 2. */
function base64Spellings(bytes: string): readonly string[] {
  // Longer ones are decoded where they are.
  if (bytes.length > MAX_SPELLED) return [];
  const whole = btoa(bytes).replace(/=+$/, '');
  const inner = [0, 1, 2]
    .map((before) => base64Within(bytes, before))
    .filter((text) => text.length >= MIN_BASE64);
  const plain = [whole, ...inner];

  return [...plain, ...plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** The Base64 characters that do not depend on the bytes before and after. */
function base64Within(bytes: string, before: number): string {
  const text = btoa('\0'.repeat(before) + bytes);
  const shared = before === 0 ? 0 : before + 1;
  const isWhole = (before + bytes.length) % 3 === 0;

  return text.replace(/=+$/, '').slice(shared, isWhole ? undefined : -1);
}

function utf8Bytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function wideBytes(text: string, littleEndian: boolean): string {
  return Array.from({ length: text.length }, (_, at) => {
    const unit = text.charCodeAt(at);
    const bytes = [unit & 0xff, unit >> 8];

    return String.fromCharCode(...(littleEndian ? bytes : bytes.toReversed()));
  }).join('');
}

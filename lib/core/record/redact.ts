/** What stands where a secret stood. */
export const REDACTED = '[secret]';

/** Values shorter than this are not replaced: they would riddle every text with holes. */
const MIN_SECRET = 4;
/** The same for the inner part of a Base64 text, in which a secret has lost its ends. */
const MIN_BASE64 = 8;
/** Words of JSON: replacing them would break traces, and they hide nothing. */
const JSON_WORDS = ['true', 'false', 'null'];

/** Replaces every secret in a text. */
export type Redact = (text: string) => string;

/**
 * Returns a function that replaces every given value in a text, and every text in those that are
 * JSON objects: as it is, URL-encoded, form-encoded, in Base64 (also within a longer Base64 text),
 * as escaped in JSON, with its white space run together, and line by line. Longer values go first,
 * so that one inside another is not left half. To redact a text twice changes nothing.
 */
export function redactor(values: readonly string[]): Redact {
  const spelled = new Set(secretTexts(values).flatMap(spellings));
  if (spelled.size === 0) return (text) => text;
  // The mark is one of them: a secret such as "secret" must not be found within a mark.
  const needles = [...spelled, REDACTED].toSorted((a, b) => b.length - a.length);

  return (text) =>
    needles
      .reduce(
        (parts: readonly string[], needle) => parts.flatMap((part) => part.split(needle)),
        [text],
      )
      .join(REDACTED);
}

/** The texts that must not be shown: each value, and where it is a JSON object, each text in it. */
export function secretTexts(values: readonly string[]): readonly string[] {
  const fields = values.flatMap((value) => textsIn(parsed(value)));
  const all = [...values, ...fields.filter((text) => !JSON_WORDS.includes(text))];

  return [...new Set(all)].filter((text) => text.trim().length >= MIN_SECRET);
}

function parsed(value: string): unknown {
  try {
    const content: unknown = JSON.parse(value);

    return typeof content === 'object' ? content : null;
  } catch {
    // Most secrets are no JSON; they are one text.
    return null;
  }
}

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (typeof content !== 'object' || content === null) return [];

  return Object.values(content).flatMap(textsIn);
}

function spellings(value: string): readonly string[] {
  const encoded = encodeURIComponent(value.toWellFormed());
  const lines = value.split(/\r?\n/).map((line) => line.trim());

  return [
    value,
    encoded,
    encoded.replaceAll('%20', '+'),
    JSON.stringify(value).slice(1, -1),
    value.trim().replaceAll(/\s+/g, ' '),
    ...lines.filter((line) => line.length >= MIN_SECRET),
    ...base64Spellings(value),
  ];
}

/** In Base64 a text looks different by where it begins: behind 0, 1 or 2 bytes of a group of 3. */
function base64Spellings(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  const inner = [0, 1, 2]
    .map((before) => base64Within(bytes, before))
    .filter((text) => text.length >= MIN_BASE64);
  const plain = [base64(bytes), ...inner];

  return [...plain, ...plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** The characters that are the same whatever stands before and behind. */
function base64Within(bytes: Uint8Array, before: number): string {
  const text = base64(new Uint8Array([...Array.from({ length: before }, () => 0), ...bytes]));
  const shared = before === 0 ? 0 : before + 1;
  const isWhole = (before + bytes.length) % 3 === 0;

  return text.slice(shared, isWhole ? text.length : -1);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
}

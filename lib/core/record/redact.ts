import { spellingsOf } from './secret-spellings.ts';

/** Replaces each secret in a text. */
const REDACTED = '[secret]';

/** Shorter values are not replaced: they occur by chance in every text. */
const MIN_SECRET = 4;
/** The same for the inner part of a Base64 text, in which a secret has lost its ends. */
const MIN_BASE64 = 8;
/** Words of JSON: replacing them would break traces, and they hide nothing. */
const JSON_WORDS = ['true', 'false', 'null'];

/** Replaces every secret in a text. */
export type Redact = (text: string) => string;

/**
 * Returns a function that replaces secrets in a text: every given value, and every text and number in
 * values that are JSON objects. It finds them in every spelling of {@link spellingsOf}, in Base64 (also
 * within a longer Base64 text), with collapsed white space, and line by line. Longer values are replaced
 * first, so that a secret which contains another one is replaced as a whole. To redact a text twice
 * changes nothing.
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

/** The texts to replace: each value, and each text in a value that is a JSON object. */
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
    // Most secrets are plain text.
    return null;
  }
}

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (typeof content === 'number') return [String(content)];
  if (typeof content !== 'object' || content === null) return [];

  return Object.values(content).flatMap(textsIn);
}

function spellings(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const texts = [value, value.trim(), value.trim().replaceAll(/\s+/g, ' '), ...lines];
  const spelled = [...new Set(texts)]
    .filter((text) => text.length >= MIN_SECRET)
    .flatMap(spellingsOf);
  const encoded = base64Spellings(value);

  // Normal forms and trimmed addresses may be shorter than what was asked for.
  return [...spelled, ...encoded, ...encoded.map(encodeURIComponent)].filter(
    (text) => text.length >= MIN_SECRET,
  );
}

/** Base64 of a text depends on its offset in a group of three bytes: 0, 1 or 2. */
function base64Spellings(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  const inner = [0, 1, 2]
    .map((before) => base64Within(bytes, before))
    .filter((text) => text.length >= MIN_BASE64);
  const plain = [base64(bytes), ...inner];

  return [...plain, ...plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** The Base64 characters that do not depend on the bytes before and after. */
function base64Within(bytes: Uint8Array, before: number): string {
  const text = base64(new Uint8Array([...Array.from({ length: before }, () => 0), ...bytes]));
  const shared = before === 0 ? 0 : before + 1;
  const isWhole = (before + bytes.length) % 3 === 0;

  return text.slice(shared, isWhole ? text.length : -1);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
}

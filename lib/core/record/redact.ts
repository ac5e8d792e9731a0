import { base64Pattern, hexPattern, textPattern } from './secret-pattern.ts';

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
 * Returns a function that replaces every given value in a text, and every text and number in those
 * that are JSON objects. It finds them in every encoding of {@link textPattern}, in hexadecimal and in
 * Base64, also within a longer Base64 text; values of several lines also line by line. Redacting a
 * text twice changes nothing.
 */
export function redactor(values: readonly string[]): Redact {
  const sources = new Set(secretTexts(values).flatMap(patternsOf));
  if (sources.size === 0) return (text) => text;
  const patterns = [...sources].map((source) => new RegExp(source, 'g'));

  return (text) =>
    // A mark is left whole: a secret such as "secret" must not be found within it.
    text
      .split(REDACTED)
      .map((part) => withoutSpans(part, spansOf(part, patterns)))
      .join(REDACTED);
}

type TextSpan = readonly [start: number, end: number];

/** Where the patterns match, overlapping matches included, in order of their starts. */
function spansOf(text: string, patterns: readonly RegExp[]): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  for (const pattern of patterns) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      spans.push([match.index, match.index + match[0].length]);
      // What begins within a match may end behind it.
      pattern.lastIndex = match.index + 1;
    }
  }

  return spans.toSorted(([a], [b]) => a - b);
}

function withoutSpans(text: string, spans: readonly TextSpan[]): string {
  let shown = '';
  let from = 0;
  for (const [start, end] of spans) {
    // Spans that touch or overlap leave one mark.
    if (start > from || from === 0) shown += `${text.slice(from, start)}${REDACTED}`;
    from = Math.max(from, end);
  }

  return shown + text.slice(from);
}

/** The texts to replace: each value, and each text and number in a value that is a JSON object. */
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

function patternsOf(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const texts = [value, value.trim(), ...lines].filter((text) => text.length >= MIN_SECRET);

  return [
    ...new Set(texts.map(textPattern)),
    hexPattern(bytes),
    ...base64Spellings(bytes).map(base64Pattern),
  ];
}

/** Base64 of a text depends on its offset in a group of three bytes: 0, 1 or 2. */
function base64Spellings(bytes: Uint8Array): readonly string[] {
  const inner = [0, 1, 2]
    .map((before) => base64Within(bytes, before))
    .filter((text) => text.length >= MIN_BASE64);

  return [base64(bytes), ...inner];
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

/** What stands where a secret stood. */
export const REDACTED = '[secret]';

/** Values shorter than this are not replaced: they would riddle every text with holes. */
const SHORTEST_SECRET = 4;

/**
 * Returns a function that replaces every given value in a text, as it is, URL-encoded, form-encoded,
 * Base64-encoded and as escaped in JSON. Longer values go first, so that one inside another is not
 * left half.
 */
export function redactor(values: readonly string[]): (text: string) => string {
  const needles = [...new Set(values.filter((value) => value.length >= SHORTEST_SECRET))]
    .flatMap(spellings)
    .toSorted((a, b) => b.length - a.length);
  if (needles.length === 0) return (text) => text;

  return (text) => needles.reduce((result, needle) => result.replaceAll(needle, REDACTED), text);
}

function spellings(value: string): readonly string[] {
  const encoded = encodeURIComponent(value.toWellFormed());
  const all = [value, encoded, encoded.replaceAll('%20', '+'), JSON.stringify(value).slice(1, -1)];

  return [...new Set([...all, base64(value)])];
}

function base64(value: string): string {
  const bytes = new TextEncoder().encode(value);

  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
}

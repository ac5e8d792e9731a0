/** Bytes reserved for the mark at the end of a cut text. */
const MARK_BYTES = 48;

/** The size of a value as JSON in UTF-8, in bytes. */
export function jsonBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** Cuts a text to at most `maxBytes` of JSON; a cut text ends with the number of removed characters. */
export function clipText(text: string, maxBytes: number): string {
  // A UTF-16 unit takes at most six bytes of JSON, so short texts need no measuring.
  if (text.length * 6 + 2 <= maxBytes || jsonBytes(text) <= maxBytes) return text;
  let keep = Math.min(text.length, maxBytes - MARK_BYTES);
  let clipped = cutAt(text, keep);
  while (keep > 0 && jsonBytes(clipped) > maxBytes) {
    keep = Math.floor((keep * maxBytes) / (jsonBytes(clipped) + 1));
    clipped = cutAt(text, keep);
  }

  return clipped;
}

/** Cuts every text in nested plain data; keys and numbers stay. */
export function clipTexts<T>(value: T, maxBytes: number): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the copy has the value's own shape
  return clipDeep(value, maxBytes) as T;
}

/** Limits a record to its first `count` entries, with keys and texts of at most `maxBytes` each. */
export function clipEntries<T>(
  entries: Readonly<Record<string, T>>,
  count: number,
  maxBytes: number,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries)
      .slice(0, count)
      .map(([key, value]) => [clipText(key, maxBytes), clipTexts(value, maxBytes)]),
  );
}

function cutAt(text: string, units: number): string {
  return `${text.slice(0, units)} … [${text.length - units} more characters]`;
}

function clipDeep(value: unknown, maxBytes: number): unknown {
  if (typeof value === 'string') return clipText(value, maxBytes);
  if (Array.isArray(value)) return value.map((each) => clipDeep(each, maxBytes));
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, clipDeep(each, maxBytes)]),
  );
}

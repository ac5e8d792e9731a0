/** Fields of something that came as JSON and may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none where the value is something else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The text in a field; null where there is none, or an empty one. */
export function textIn(fields: Fields, name: string): string | null {
  const value = fields[name];

  return typeof value === 'string' && value !== '' ? value : null;
}

/** Reads JSON; undefined where the text is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is an answer like any other here: the caller says what it means.
    return undefined;
  }
}

/** The first so many characters of a text, with a mark where some are gone. */
export function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

import { ownValue } from './own-value.ts';
/** Fields of a value that came as JSON and may hold anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; empty where the value is an array, null or no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The values of an array; empty where the value is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text in a field; null when it is missing, empty or of another type. */
export function textIn(fields: Fields, name: string): string | null {
  const value = ownValue(fields, name);

  return typeof value === 'string' && value !== '' ? value : null;
}

/** Parses JSON; undefined where the text is not valid JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller decides what text without JSON means.
    return undefined;
  }
}

/** The first `length` characters of a text, with an ellipsis where some were cut. */
export function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

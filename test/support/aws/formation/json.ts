/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A JSON object. */
export type Fields = Readonly<Record<string, Json>>;

/** Whether a value is an object, not a list. */
export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one where the value is absent. Throws a TypeError for anything else. */
export function fieldsOf(value: Json | undefined): Fields {
  if (value === undefined) return {};
  if (isFields(value)) return value;
  throw new TypeError(`Cannot read ${JSON.stringify(value)}: expected an object`);
}

/** The list, or a list of the one value, or an empty one where the value is absent. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];

  return isList(value) ? value : [value];
}

/** The text, or null where the value is absent. Throws a TypeError for anything else. */
export function optionalText(value: Json | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  throw new TypeError(`Cannot read ${JSON.stringify(value)}: expected a text`);
}

/** The text of a value that must be one. */
export function textOf(value: Json | undefined): string {
  const text = optionalText(value);
  if (text !== null) return text;
  throw new TypeError('Cannot read a text: it is absent');
}

/** The number, or a default where the value is absent. */
export function numberOf(value: Json | undefined, whenAbsent: number): number {
  if (value === undefined) return whenAbsent;
  if (typeof value === 'number') return value;
  throw new TypeError(`Cannot read ${JSON.stringify(value)}: expected a number`);
}

/** Whether two values are equal; the order of keys does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));

  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

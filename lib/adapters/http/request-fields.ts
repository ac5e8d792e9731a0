import { types } from 'node:util';

/** A name with one value, as text. */
export type Field = readonly [name: string, value: string];

/** Thrown for a value that has no text of its own; the message is a clause about it. */
export class NotAField extends Error {}

const TEXTUAL = ['string', 'number', 'bigint', 'boolean'];

/**
 * The fields of a query or a form, in order: a list repeats its name, `undefined` is left out. Takes objects and what
 * iterates over pairs (`URLSearchParams`, `FormData`, `Headers`, `Map`, a list of pairs). Throws a {@link NotAField}
 * for other values: their text (`[object Object]`, `null`) is hardly ever what is meant.
 */
export function fieldsOf(given: unknown): readonly Field[] {
  return pairsOf(given).flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];

    return values
      .filter((each) => each !== undefined)
      .map((each) => [name, textOf(name, each)] as const);
  });
}

function pairsOf(given: unknown): readonly (readonly [string, unknown])[] {
  if (typeof given !== 'object' || given === null) {
    throw new NotAField(`is ${kindOf(given)}; expected an object, or pairs of names and values`);
  }
  if (!isIterable(given)) return Object.entries(given);

  return [...given].map((pair: unknown) => {
    if (Array.isArray(pair) && pair.length === 2) return [String(pair[0]), pair[1]] as const;
    throw new NotAField('is a list, but not of pairs such as ["name", "value"]');
  });
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function textOf(name: string, value: unknown): string {
  if (TEXTUAL.includes(typeof value)) return String(value);
  throw new NotAField(
    `has ${kindOf(value)} in "${name}"; expected a text, a number, true or false, a list of these, or undefined to leave it out`,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Blob) return 'a file';
  if (types.isDate(value)) return 'a Date (toISOString() makes it a text)';
  if (Array.isArray(value)) return 'a list within a list';

  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

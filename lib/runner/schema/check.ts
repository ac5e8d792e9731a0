import { MAX_ENTRIES, MAX_TEXT_LENGTH } from '../wire/message-limits.ts';
import { ProtocolBreach } from '../wire/protocol-breach.ts';
import { ownValue } from '../../core/base/own-value.ts';

/**
 * Returns a value that has the expected form, as a copy that holds nothing else; throws a
 * {@link ProtocolBreach} for any other.
 */
export type Check<T> = (value: unknown) => T;

/** The fields of `T` that may be absent. */
type OptionalFields<T> = {
  [K in keyof T]-?: undefined extends T[K] ? K : never;
}[keyof T];

/** The check of every field of `T`: a field that is added to the type and not here does not compile. */
type RequiredChecks<T> = {
  readonly [K in Exclude<keyof T, OptionalFields<T>>]: Check<T[K]>;
};
type OptionalChecks<T> = {
  readonly [K in OptionalFields<T>]-?: Check<Exclude<T[K], undefined>>;
};

/** Fields in which a value differs from its form, outermost first. */
class Misfit extends ProtocolBreach {
  readonly expected: string;
  readonly place: readonly string[];

  constructor(expected: string, place: readonly string[]) {
    super(`${place.length === 0 ? 'its content' : place.join('.')} is not ${expected}`);
    this.expected = expected;
    this.place = place;
  }
}

/** An object with the given fields. Others are left out: none can replace a field of the record. */
export function object<T extends object>(
  required: RequiredChecks<T>,
  optional: OptionalChecks<T>,
): Check<T> {
  const needed = Object.entries<Check<unknown>>(required);
  const others = Object.entries<Check<unknown>>(optional);

  return (value) => {
    const given = fieldsOf(value);
    const result: Record<string, unknown> = {};
    let current = '';
    try {
      for (const [name, check] of needed) {
        current = name;
        result[name] = check(ownValue(given, name));
      }
      for (const [name, check] of others) {
        current = name;
        const field = ownValue(given, name);
        if (field !== undefined) result[name] = check(field);
      }
    } catch (error) {
      throw located(error, current);
    }

    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field was checked
    return result as T;
  };
}

/** An array of at most {@link MAX_ENTRIES}. */
export function list<T>(check: Check<T>, maxEntries = MAX_ENTRIES): Check<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > maxEntries) {
      throw new Misfit(`a list of at most ${maxEntries} entries`, []);
    }
    const entries: readonly unknown[] = value;
    let index = 0;
    try {
      return entries.map((entry, at) => {
        index = at;

        return check(entry);
      });
    } catch (error) {
      throw located(error, String(index));
    }
  };
}

/** An object with at most `maxEntries` fields of any name. */
export function fields<T>(check: Check<T>, maxEntries: number): Check<Readonly<Record<string, T>>> {
  return (value) => {
    const entries = Object.entries(fieldsOf(value)).filter(([name]) => name !== '__proto__');
    if (entries.length > maxEntries) throw new Misfit(`at most ${maxEntries} fields`, []);

    return Object.fromEntries(entries.map(([name, each]) => [text(name), check(each)]));
  };
}

/** Null, or what the check accepts. */
export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value) => (value === null ? null : check(value));
}

/** One of a closed list of words. */
export function oneOf<const T extends string>(words: readonly T[]): Check<T> {
  const known: ReadonlyMap<unknown, T> = new Map(words.map((word) => [word, word]));

  return (value) => {
    const word = known.get(value);
    if (word === undefined) throw new Misfit(`one of ${words.length} known words`, []);

    return word;
  };
}

/** A text of at most {@link MAX_TEXT_LENGTH}. */
export function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_TEXT_LENGTH) return value;
  throw new Misfit(`a text of at most ${MAX_TEXT_LENGTH} characters`, []);
}

/** Only `true` and `false` themselves, no words or numbers for them. */
export function flag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Misfit('true or false', []);
}

/** JSON has no infinity, but reads 1e999 as one. */
export function number(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Misfit('a finite number', []);
}

/** A whole number of things or bytes, 0 or more. */
export function count(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Misfit('a whole number, 0 or more', []);
}

/** Longest duration in a run; attempts are ended long before. */
const MAX_DURATION_MS = 86_400_000;

/** Milliseconds, 0 or more. */
export function duration(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= MAX_DURATION_MS) return value;
  throw new Misfit(`a duration from 0 to ${MAX_DURATION_MS} ms`, []);
}

/** A time relative to the attempt's start, in milliseconds: what came before it is negative. */
export function time(value: unknown): number {
  if (typeof value === 'number' && Math.abs(value) <= MAX_DURATION_MS) return value;
  throw new Misfit(`a time within ${MAX_DURATION_MS} ms`, []);
}

/** Whatever one of two checks accepts. */
export function either<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
  return (value) => {
    try {
      return first(value);
    } catch {
      return second(value);
    }
  };
}

/** What differs in a value's form, for checks that are made by hand. */
export function misfit(expected: string): ProtocolBreach {
  return new Misfit(expected, []);
}

/** The fields of an object that came as JSON. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any field of an object is unknown
  if (isObject(value)) return value as Readonly<Record<string, unknown>>;
  throw new Misfit('an object', []);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function located(error: unknown, name: string): unknown {
  return error instanceof Misfit ? new Misfit(error.expected, [name, ...error.place]) : error;
}

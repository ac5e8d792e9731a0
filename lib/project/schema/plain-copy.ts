import type { LiveThing } from '../compile/inspection.ts';

/** Deeper than any option; a file that nests further is cut, not followed for ever. */
const MAX_DEPTH = 32;
const MAX_ENTRIES = 10_000;

/**
 * Copies a value as plain data that can be sent to another process. Functions, symbols, instances
 * and circles become {@link LiveThing}s that name what stood there; getters are read once.
 */
export function plainCopy(value: unknown): unknown {
  return copy(value, []);
}

function copy(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'function') return liveThing('a function');
  if (typeof value === 'symbol') return liveThing('a symbol');
  if (typeof value === 'bigint') return liveThing(`the bigint ${value}n`);
  if (typeof value === 'object' && value !== null) return copyObject(value, above);

  return value;
}

function copyObject(value: object, above: readonly object[]): unknown {
  if (above.includes(value)) return liveThing('a circular reference');
  if (above.length >= MAX_DEPTH) return liveThing('something nested too deeply');

  const inside = [...above, value];
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).map((item: unknown) => copy(item, inside));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    return liveThing(`an instance of ${value.constructor.name}`);
  }
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);

  return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, inside)]));
}

function liveThing(name: string): LiveThing {
  return { waywiserLiveThing: name };
}

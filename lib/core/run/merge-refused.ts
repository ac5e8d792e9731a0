import type { Observations, RefusedConnection } from '../record/run-record.ts';

/** Maximum number of refused addresses in a record; a page may try thousands. */
export const MAX_REFUSED = 50;

type Refusals = Pick<Observations, 'refused' | 'omitted'>;

/**
 * The refused connections of all executions of a run as one list: what any of them tried is in the
 * record. `omitted` gets the number of entries left out.
 */
export function mergeRefused(
  executions: readonly Refusals[],
  omitted: Observations['omitted'],
): Refusals {
  const before = executions.reduce((sum, each) => sum + (each.omitted.refused ?? 0), 0);
  const all = combineRefused(executions.flatMap(({ refused = [] }) => refused));
  if (all.length === 0 && before === 0) return { omitted };
  const left = before + Math.max(0, all.length - MAX_REFUSED);

  return {
    refused: all.slice(0, MAX_REFUSED),
    omitted: left === 0 ? omitted : { ...omitted, refused: left },
  };
}

/** Adds up the connections to the same address, port and protocol by the same side. */
export function combineRefused(
  connections: readonly RefusedConnection[],
): readonly RefusedConnection[] {
  const combined = new Map<string, RefusedConnection>();
  for (const each of connections) {
    const { address, port, protocol, by, setting } = each;
    const key = JSON.stringify([address, port, protocol, by, setting]);
    const known = combined.get(key);
    const sum = known && {
      ...known,
      count: known.count + each.count,
      atMs: Math.min(known.atMs, each.atMs),
    };
    combined.set(key, sum ?? each);
  }

  return [...combined.values()];
}

/** The options that were given: the others are absent, not undefined. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out options that are undefined. */
export function given<T extends object>(options: T): Given<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets keys
  return Object.fromEntries(entries) as Given<T>;
}

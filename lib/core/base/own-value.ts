/**
 * The value of a table under a name that a user, a page or a server chose; undefined where the table
 * has none. A plain look-up would find the properties that every object inherits, such as
 * `constructor` and `toString`.
 */
export function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Maps with at most `limit` under way at once; the results are in the order of the items. */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const entries = items.entries();

  async function work(): Promise<void> {
    // One iterator for all workers: each takes the next item that nobody has taken.
    for (const [index, item] of entries) results[index] = await map(item);
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));

  return results;
}

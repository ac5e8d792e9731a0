/** Maps with limited concurrency: at most `limit` calls at once. Results are in the items' order. */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const entries = items.entries();

  async function work(): Promise<void> {
    // All workers share one iterator, so each takes the next free item.
    for (const [index, item] of entries) results[index] = await map(item);
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));

  return results;
}

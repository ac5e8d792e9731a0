/** Loads at the first call. A load that failed is tried again by the next call. */
export function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;

  return async () => {
    const current = (loaded ??= load());
    try {
      return await current;
    } catch (error) {
      if (loaded === current) loaded = null;
      throw error;
    }
  };
}

/** The streams that may be open at the same time. */
export interface StreamSlots {
  /** Takes one: true at once where one is free, else whether one became free before the end. */
  take(): true | Promise<boolean>;
  free(): void;
  /** Changes how many there are. */
  allow(count: number): void;
  allowed(): number;
  taken(): number;
  /** Gives out no more: what waits for one gets none. */
  close(): void;
}

/** Counts streams; who waits longest gets the next one. */
export function streamSlots(initial: number): StreamSlots {
  const waiting: ((isGranted: boolean) => void)[] = [];
  let count = initial;
  let taken = 0;
  let isClosed = false;

  function grant(): void {
    while (taken < count && waiting.length > 0) {
      taken += 1;
      waiting.shift()?.(true);
    }
  }

  return {
    take: () => {
      if (isClosed) return Promise.resolve(false);
      if (taken >= count || waiting.length > 0) {
        return new Promise<boolean>((resolve) => waiting.push(resolve));
      }
      taken += 1;

      return true;
    },
    free: () => {
      taken -= 1;
      grant();
    },
    allow: (next) => {
      count = next;
      grant();
    },
    allowed: () => count,
    taken: () => taken,
    close: () => {
      isClosed = true;
      for (const resolve of waiting.splice(0)) resolve(false);
    },
  };
}

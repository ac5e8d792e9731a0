/** Notes which requests have left the browser. */
export interface SentCounter {
  /** A request, or the next one of its redirects, begins. */
  readonly begin: (requestId: string) => void;
  /** Its headers go to the network. */
  readonly note: (requestId: string) => void;
  /** Whether the headers of the latest request of this id have gone. */
  readonly isLatest: (requestId: string) => boolean;
}

/** Requests of a page that are counted; the oldest are forgotten. */
const MAX_COUNTED = 2_000;

/**
 * Counts both kinds of events of an id. They come from two processes, so that one of a redirect's may
 * overtake the other.
 */
export function sentCounter(): SentCounter {
  const counts = new Map<string, { begun: number; sent: number }>();

  function of(requestId: string): { begun: number; sent: number } {
    const known = counts.get(requestId);
    if (known !== undefined) return known;
    const created = { begun: 0, sent: 0 };
    counts.set(requestId, created);
    const [oldest] = counts.keys();
    if (counts.size > MAX_COUNTED && oldest !== undefined) counts.delete(oldest);

    return created;
  }

  return {
    begin: (requestId) => void (of(requestId).begun += 1),
    note: (requestId) => void (of(requestId).sent += 1),
    isLatest: (requestId) => {
      const { begun, sent } = of(requestId);

      return begun > 0 && sent >= begun;
    },
  };
}

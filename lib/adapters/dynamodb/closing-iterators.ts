/** What is used of an iterator of abstract-level: it is open, with all that it reads, until it is closed. */
interface LevelIterator {
  next(): Promise<unknown>;
  close(): Promise<void>;
  return?(): Promise<void>;
}

type Opener = (options: object) => LevelIterator;

/** What is used of a database of abstract-level. */
export interface IteratedLevel {
  keys: Opener;
  values: Opener;
}

/** An iterator that is not read for so long belongs to a request that has had its answer. */
const IDLE_MS = 60_000;

/**
 * Closes the iterators of a database that dynalite opens and forgets. It would call `return()` at the end
 * of a stream, a method that they do not have, and it leaves streams before their end when it has what it
 * needs. An open iterator keeps every version of the database that it could still read: some 40 kB of
 * memory and the files, for ever.
 */
export function closeIterators(level: IteratedLevel, idleMs = IDLE_MS): void {
  const open = new Map<LevelIterator, number>();
  for (const kind of ['keys', 'values'] as const) {
    const opener = level[kind].bind(level);
    level[kind] = (options) => followed(opener(options), open);
  }
  const timer = setInterval(() => {
    const oldest = performance.now() - idleMs;
    for (const [iterator, readAtMs] of open) {
      // One that cannot be closed must not end the thread that serves the store.
      if (readAtMs < oldest) iterator.return?.().catch(() => undefined);
    }
  }, idleMs / 2);
  timer.unref();
}

function followed(iterator: LevelIterator, open: Map<LevelIterator, number>): LevelIterator {
  const next = iterator.next.bind(iterator);
  open.set(iterator, performance.now());

  return Object.assign(iterator, {
    next: async () => {
      if (open.has(iterator)) open.set(iterator, performance.now());

      return next();
    },
    return: async () => {
      open.delete(iterator);
      await iterator.close();
    },
  });
}

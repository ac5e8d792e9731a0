/** What happens at an instant of a simulation. */
type Happening = () => void | Promise<void>;

interface Entry {
  readonly atMs: number;
  /** Entries of one instant happen in the order in which they were added. */
  readonly order: number;
  readonly happening: Happening;
}

/** The clock of a simulation and everything that is still to happen: no real time passes. */
export interface Agenda {
  readonly nowMs: () => number;
  /** Adds a happening; one of the past happens at once, after those of this instant. */
  at(atMs: number, happening: Happening): void;
  after(delayMs: number, happening: Happening): void;
  /** Repeats from an instant on, for ever. */
  every(stepMs: number, fromMs: number, happening: Happening): void;
  /** Lets everything happen up to an instant, which is not included; each is awaited before the next. */
  runUntil(toMs: number): Promise<void>;
}

/** Starts an empty agenda at an instant. */
export function agenda(startMs: number): Agenda {
  const heap: Entry[] = [];
  let nowMs = startMs;
  let added = 0;

  function at(atMs: number, happening: Happening): void {
    push(heap, { atMs: Math.max(nowMs, atMs), order: added++, happening });
  }

  function every(stepMs: number, fromMs: number, happening: Happening): void {
    at(fromMs, async () => {
      await happening();
      every(stepMs, fromMs + stepMs, happening);
    });
  }

  return {
    nowMs: () => nowMs,
    at,
    after: (delayMs, happening) => at(nowMs + delayMs, happening),
    every,
    runUntil: async (toMs) => {
      for (let next = heap[0]; next !== undefined && next.atMs < toMs; next = heap[0]) {
        pop(heap);
        nowMs = next.atMs;
        await next.happening();
      }
      nowMs = toMs;
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const above = (index - 1) >>> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const below = earlierChild(heap, index);
    const child = heap[below];
    if (child === undefined || !isBefore(child, last)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
}

function earlierChild(heap: readonly Entry[], index: number): number {
  const left = 2 * index + 1;
  const [one, other] = [heap[left], heap[left + 1]];

  return one !== undefined && other !== undefined && isBefore(other, one) ? left + 1 : left;
}

/** The slots of one series that were taken. */
export interface TakenSlots {
  has(atMs: number): boolean;
  add(atMs: number): void;
}

/** Slots without one between them that was not taken. Both inclusive. */
interface TakenRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A gap between ranges comes from a clock that moved or a machine that slept: a year of daily ones. */
const MAX_RANGES = 400;

/** Remembers taken slots as ranges, so that a year of minutes takes no memory. `next`: the slot after another. */
export function takenSlots(next: (atMs: number) => number | undefined): TakenSlots {
  /** In the order in which they were taken; a clock that was put back takes earlier slots later. */
  let ranges: readonly TakenRange[] = [];

  function has(atMs: number): boolean {
    return ranges.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs);
  }

  return {
    has,
    add: (atMs) => {
      if (has(atMs)) return;
      const last = ranges.at(-1);
      ranges =
        last !== undefined && last.toMs < atMs && next(last.toMs) === atMs
          ? [...ranges.slice(0, -1), { fromMs: last.fromMs, toMs: atMs }]
          : [...ranges.slice(1 - MAX_RANGES), { fromMs: atMs, toMs: atMs }];
    },
  };
}

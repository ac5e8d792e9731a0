import type { EventFlood, PageEventKind } from '../../../core/run/judge-response.ts';

/** Counts events of pages, which can come faster than they are taken in. */
export interface EventFloods {
  readonly note: (kind: PageEventKind) => void;
  /** The flood that lasts, or has just ended; null: there is none. */
  readonly latest: () => EventFlood | null;
}

/** Length of the windows in which events are counted. */
const WINDOW_MS = 2_000;
/** An older flood does not explain why there is no answer now. */
const RECENT_MS = 2 * WINDOW_MS;
/** Events of one kind in one window that explain why browser or page do not answer. */
const FLOOD_COUNT = 400;
/** Events of one kind that end a run, because nothing bounds what taking them in costs. */
const MAX_COUNT = 50_000;

interface Counted {
  total: number;
  windowStartMs: number;
  inWindow: number;
}

/** Starts to count; calls back once when a page has sent more than a run can take in. */
export function eventFloods(
  nowMs: () => number,
  onEndless: (flood: EventFlood) => void,
): EventFloods {
  const startMs = nowMs();
  const counts = new Map<PageEventKind, Counted>();
  let latest: { readonly flood: EventFlood; readonly atMs: number } | null = null;

  return {
    note: (kind) => {
      const counted = counts.get(kind) ?? { total: 0, windowStartMs: nowMs(), inWindow: 0 };
      counts.set(kind, counted);
      const inWindowMs = nowMs() - counted.windowStartMs;
      if (inWindowMs >= WINDOW_MS) {
        counted.windowStartMs += inWindowMs;
        counted.inWindow = 0;
      }
      counted.total += 1;
      counted.inWindow += 1;
      if (counted.inWindow >= FLOOD_COUNT) {
        const withinMs = Math.min(inWindowMs, WINDOW_MS);
        latest = { flood: { kind, count: counted.inWindow, withinMs }, atMs: nowMs() };
      }
      if (counted.total === MAX_COUNT) {
        onEndless({ kind, count: counted.total, withinMs: nowMs() - startMs });
      }
    },
    latest: () => (latest !== null && nowMs() - latest.atMs <= RECENT_MS ? latest.flood : null),
  };
}

/** Sends one fact to the worker; `vitals-message.ts` validates its shape. */
type Send = (message: object) => void;

/** Observes layout shifts, interactions, soft navigations, long tasks and scripts. */
export interface Timeline {
  /** Sends the entries that the browser has not delivered yet. */
  flush(): void;
}

/** Maximum number of events of each kind for one page view. */
const MAX_EVENTS = 300;

interface ShiftEntry extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

interface EventEntry extends PerformanceEntry {
  readonly interactionId: number;
}

interface FrameEntry extends PerformanceEntry {
  readonly scripts: readonly (PerformanceEntry & {
    readonly sourceURL: string;
    readonly invoker: string;
  })[];
}

/**
 * Reports every layout shift, interaction and long task with its time, so that each can be
 * attributed to its step and blocking time can be computed.
 */
export function watchTimeline(send: Send, shortestInteractionMs: number): Timeline {
  const watchers = [
    watch<ShiftEntry>({ type: 'layout-shift', buffered: true }, (entry) => {
      if (entry.hadRecentInput) return;
      send({ kind: 'shift', at: entry.startTime, value: entry.value });
    }),
    watch<EventEntry>(
      { type: 'event', buffered: true, durationThreshold: shortestInteractionMs },
      (entry) => {
        if (entry.interactionId === 0) return;
        send({ kind: 'interaction', at: entry.startTime, durationMs: entry.duration });
      },
    ),
    watch<PerformanceEntry>({ type: 'soft-navigation', buffered: true }, (entry) => {
      send({ kind: 'route', at: entry.startTime, to: entry.name });
    }),
    watch<PerformanceEntry>({ type: 'longtask', buffered: true }, (entry) => {
      send({ kind: 'task', at: entry.startTime, durationMs: entry.duration });
    }),
    watch<FrameEntry>({ type: 'long-animation-frame', buffered: true }, (entry) => {
      const longest = entry.scripts.toSorted((a, b) => b.duration - a.duration)[0];
      if (longest === undefined) return;
      const { startTime: at, duration: durationMs, sourceURL, invoker } = longest;
      send({ kind: 'script', at, durationMs, script: sourceURL, invoker });
    }),
  ];

  return {
    flush: () => {
      for (const flush of watchers) flush();
    },
  };
}

interface WatchOptions extends PerformanceObserverInit {
  readonly durationThreshold?: number;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the entry that the type in the options gives
function watch<Entry extends PerformanceEntry>(
  options: WatchOptions,
  report: (entry: Entry) => void,
): () => void {
  let left = MAX_EVENTS;
  function take(entries: PerformanceEntryList): void {
    for (const entry of entries) {
      left -= 1;
      if (left < 0) return;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an observer of one type gets entries of that type
      report(entry as Entry);
    }
  }
  try {
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe(options);

    return () => take(observer.takeRecords());
  } catch {
    // A browser that does not support this type reports nothing; the vital is then absent.
    return () => undefined;
  }
}

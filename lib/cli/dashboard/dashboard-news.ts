import { storeMark } from '../../adapters/local/store-mark.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { DashboardProject } from '../../core/dashboard/dashboard-ports.ts';
import { type RunWatch, runWatch } from '../../core/dashboard/history/run-watch.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { HistorySource, HistoryStores } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { DashboardSite } from './dashboard-site.ts';

/** The history whose news are published. */
export interface NewsParts {
  readonly source: DashboardProject['source'];
  readonly history: HistorySource;
  readonly stateDir: string;
  /** The present of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
  /** Calls back after a delay; the returned function cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** The time between two queries: that of all series together, and no less than `minMs`. */
const PAUSE: Readonly<Record<NewsParts['source'], { minMs: number; perSeriesMs: number }>> = {
  // Takes a hundredth of a core when something is written all the time.
  local: { minMs: 2_000, perSeriesMs: 40 },
  // Each query reads some units of the table: docs/dashboard.md has the costs.
  deployed: { minMs: 30_000, perSeriesMs: 100 },
};

/**
 * Sends news of runs that others record to pages: `waywiser dev`, `waywiser run`, or a deployed stage.
 * The store is queried while a page is open; a store on this machine only after something was written.
 */
export function publishNews(
  parts: NewsParts,
  site: Pick<DashboardSite, 'publish' | 'isHeard'>,
  io: Pick<Io, 'err'>,
): { readonly stop: () => void } {
  const { source, after } = parts;
  const poll = pollOf(parts);
  const { minMs, perSeriesMs } = PAUSE[source];
  let cancel = after(minMs, () => void again());
  let isStopped = false;
  let isFailing = false;

  async function again(): Promise<void> {
    try {
      const runs = site.isHeard() ? await poll.newRuns() : [];
      if (!isStopped) for (const record of runs) site.publish({ kind: 'run', record });
      isFailing = false;
    } catch (error) {
      const reason = errorText(error);
      // Once, however long it goes on.
      if (!isFailing && !isStopped) io.err(`waywiser: cannot read news: ${cleanText(reason)}\n`);
      isFailing = true;
    }
    const delayMs = Math.max(minMs, poll.seriesCount() * perSeriesMs);
    if (!isStopped) cancel = after(delayMs, () => void again());
  }

  return {
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

interface Poll {
  /** The runs since the last call. */
  newRuns(): Promise<readonly RunRecord[]>;
  seriesCount(): number;
}

/** Queries the stores of a history, which may be opened again at any time. */
function pollOf({ source, history, stateDir, epochMs }: NewsParts): Poll {
  let watched: HistoryStores | null = null;
  let watch: RunWatch | null = null;
  let fromMs = epochMs();
  let lastMark = '';

  return {
    newRuns: async () => {
      const mark = source === 'local' ? await storeMark(stateDir) : null;
      if (mark === lastMark) return [];
      const stores = await history.stores();
      if (stores !== watched || watch === null) watch = runWatch(stores.store, fromMs);
      watched = stores;
      const nowMs = epochMs();
      const runs = await watch.newRuns(nowMs);
      // Only now: after a failure, and after writes during the query, the same time is queried again.
      fromMs = nowMs;
      lastMark = mark ?? '';

      return runs;
    },
    seriesCount: () => watch?.seriesCount() ?? 0,
  };
}

import { storeMark } from '../../adapters/local/store-mark.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { DashboardProject } from '../../core/dashboard/dashboard-ports.ts';
import { type RunWatch, runWatch } from '../../core/dashboard/history/run-watch.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { HistorySource, HistoryStores } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { DashboardSite } from './dashboard-site.ts';

/** Whose news are told. */
export interface NewsParts {
  readonly source: DashboardProject['source'];
  readonly history: HistorySource;
  readonly stateDir: string;
  /** Of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
  /** Calls back after a delay; the answer cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** How often a history that others write is looked at, at most; each series adds to it. */
const PACE: Readonly<Record<NewsParts['source'], { leastMs: number; perSeriesMs: number }>> = {
  // A hundredth of a core, where something is written all the time.
  local: { leastMs: 2_000, perSeriesMs: 40 },
  // Each look reads some units of the table for each series: see docs/dashboard.md for what it costs.
  deployed: { leastMs: 30_000, perSeriesMs: 100 },
};

/**
 * Tells pages of runs that others record: `waywiser dev`, `waywiser run`, or a deployed stage. The
 * store is asked while a page is open, and a store of this machine only when something was written.
 */
export function tellNews(
  parts: NewsParts,
  site: Pick<DashboardSite, 'tell' | 'isHeard'>,
  io: Pick<Io, 'err'>,
): { readonly stop: () => void } {
  const { source, after } = parts;
  const look = lookOf(parts);
  const { leastMs, perSeriesMs } = PACE[source];
  let cancel = after(leastMs, () => void again());
  let isStopped = false;
  let isFailing = false;

  async function again(): Promise<void> {
    try {
      const runs = site.isHeard() ? await look.runs() : [];
      if (!isStopped) for (const record of runs) site.tell({ kind: 'run', record });
      isFailing = false;
    } catch (error) {
      const reason = errorText(error);
      // Once: it may go on for as long as nobody is there.
      if (!isFailing && !isStopped) io.err(`waywiser: news cannot be read: ${cleanText(reason)}\n`);
      isFailing = true;
    }
    const delayMs = Math.max(leastMs, look.series() * perSeriesMs);
    if (!isStopped) cancel = after(delayMs, () => void again());
  }

  return {
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

interface Look {
  /** Those that came since it looked last. */
  runs(): Promise<readonly RunRecord[]>;
  /** How many series that takes. */
  series(): number;
}

/** Looks at the stores that there are; where they are opened anew, from then on. */
function lookOf({ source, history, stateDir, epochMs }: NewsParts): Look {
  let of: HistoryStores | null = null;
  let watch: RunWatch | null = null;
  let fromMs = epochMs();
  let lastMark = '';

  return {
    runs: async () => {
      const mark = source === 'local' ? await storeMark(stateDir) : null;
      if (mark === lastMark) return [];
      const stores = await history.stores();
      if (stores !== of || watch === null) watch = runWatch(stores.store, fromMs);
      of = stores;
      const nowMs = epochMs();
      const runs = await watch.look(nowMs);
      // What failed is asked for again, and so is what was written meanwhile.
      fromMs = nowMs;
      lastMark = mark ?? '';

      return runs;
    },
    series: () => watch?.size() ?? 0,
  };
}

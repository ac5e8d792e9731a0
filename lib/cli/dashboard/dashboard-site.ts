import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { prometheusRegistry } from '../../adapters/prometheus/prometheus-registry.ts';
import { serveLoopback } from '../../adapters/web/loopback-server.ts';
import { readWebAssets } from '../../adapters/web/web-assets.ts';
import { errorText } from '../../core/base/error-text.ts';
import type {
  AlarmStatuses,
  DashboardProject,
  EvidenceFiles,
} from '../../core/dashboard/dashboard-ports.ts';
import {
  forgetJourney,
  type HistoryCache,
  type JourneyCache,
  MAX_CACHED_JOURNEYS,
} from '../../core/dashboard/history/history-cache.ts';
import { pageSource } from '../../core/dashboard/page-source.ts';
import type { PageSource } from '../../core/dashboard/pages.ts';
import { exposition } from '../../core/exposition/exposition.ts';
import type { RunQuery, RunStore } from '../../core/ports.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { type PageCache, pageCache } from '../../site/page-cache.ts';
import { journeyOf, liveHub, type News } from '../../site/live.ts';
import { readAddress } from '../../site/read-address.ts';
import { site } from '../../site/routes.ts';
import { realAfter } from '../frame/dev-time.ts';
import type { HistorySource, HistoryStores } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import { systemClock } from '../frame/workspace.ts';
import type { PortChoice } from './dashboard-options.ts';

/** The contents of a dashboard, and its port. */
export interface DashboardSiteParts {
  readonly project: DashboardProject;
  readonly history: HistorySource;
  readonly alarms: AlarmStatuses;
  readonly evidence: EvidenceFiles;
  /** Whether this process gets news of the history. */
  readonly isLive: boolean;
  /** The present of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
  readonly webDir: string;
  readonly choice: PortChoice;
}

/** A dashboard that is served. */
export interface DashboardSite {
  /** Such as `http://127.0.0.1:4180/`. */
  readonly url: string;
  readonly port: number;
  /** Sends news to open pages, after it has removed outdated readings from the caches. */
  publish(news: News): void;
  /** Whether an open page listens to news. */
  isHeard(): boolean;
  close(): Promise<void>;
}

const SESSION_BYTES = 4;

/** Serves a dashboard on this machine. Rejects when no port can be opened. */
export async function serveDashboard(
  parts: DashboardSiteParts,
  io: Pick<Io, 'err'>,
): Promise<DashboardSite> {
  const { history, epochMs } = parts;
  const time = { monotonicMs: systemClock.monotonicMs, after: realAfter, epochMs };
  const { source, forget } = lateSource(parts);
  const pages = pageCache(source, time);
  const hub = liveHub({ session: randomBytes(SESSION_BYTES).toString('hex'), every: realEvery });
  const store = lateStore(history);
  const handler = site({
    ...time,
    ...parts,
    pages,
    hub,
    assets: await readWebAssets(parts.webDir),
    store,
    metrics: exposition({ store, clock: { epochMs }, registry: prometheusRegistry() }),
  });
  const options = { ...parts.choice, handler, onFault: reporterOf(io) };
  const server = await serveLoopback(options).catch((error: unknown) => {
    // Its heartbeat would keep the process alive.
    hub.close();
    throw error;
  });
  const stopWarmUp = warmUp(pages, history, io);

  async function publish(news: News): Promise<void> {
    await forget(journeyOf(news));
    pages.recorded(journeyOf(news));
    hub.publish(news);
  }

  return {
    url: `${server.origin}/`,
    port: server.port,
    // Never rejects.
    publish: (news) => void publish(news),
    isHeard: () => hub.isHeard(),
    close: async () => {
      stopWarmUp();
      hub.close();
      await server.close();
    },
  };
}

function reporterOf(io: Pick<Io, 'err'>): (error: unknown) => void {
  return (error) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.err(`waywiser: cannot make a page: ${cleanText(reason)}\n`);
  };
}

/**
 * Reads the overview before the first request: with hundreds of journeys the first reading takes
 * seconds. Requests that come meanwhile share it. The returned function silences its errors: a store
 * may be closed while it is read.
 */
function warmUp(pages: PageCache, history: HistorySource, io: Pick<Io, 'err'>): () => void {
  const first = readAddress('/overview');
  let isWanted = first.kind === 'page' && history.isThere();
  if (first.kind === 'page' && isWanted) {
    pages.read(first.requested).catch((error: unknown) => {
      if (isWanted) io.err(`waywiser: cannot read the history: ${cleanText(errorText(error))}\n`);
    });
  }

  return () => {
    isWanted = false;
  };
}

/** A store of runs that follows the history's, as {@link lateSource} does. */
function lateStore(history: HistorySource): Omit<RunStore, 'putRun'> {
  return {
    getRun: async (...address: Parameters<RunStore['getRun']>) =>
      await (await history.stores()).store.getRun(...address),
    queryRuns: async (query: RunQuery) => await (await history.stores()).store.queryRuns(query),
    listSeries: async () => await (await history.stores()).store.listSeries(),
  };
}

interface LateSource {
  readonly source: PageSource;
  /** Removes outdated readings of a journey from the cache. Never rejects. */
  readonly forget: (journey: string) => Promise<void>;
}

/** A source that follows the history's stores: they may be created or opened again later. */
function lateSource({
  project,
  history,
  alarms,
  evidence,
  epochMs,
}: DashboardSiteParts): LateSource {
  const opened = new WeakMap<HistoryStores, { source: PageSource; cache: HistoryCache }>();
  const histograms = hdrHistograms();

  async function source(): Promise<PageSource> {
    const stores = await history.stores();
    const known = opened.get(stores);
    if (known !== undefined) return known.source;
    const cache = new LRUCache<string, JourneyCache>({ max: MAX_CACHED_JOURNEYS });
    const ports = { ...stores, cache, histograms, alarms, evidence, clock: { epochMs } };
    const made = pageSource(project, ports);
    opened.set(stores, { source: made, cache });

    return made;
  }

  return {
    source: {
      overview: async (range) => await (await source()).overview(range),
      journey: async (request) => await (await source()).journey(request),
      run: async (request) => await (await source()).run(request),
      compare: async (request) => await (await source()).compare(request),
      costs: async () => await (await source()).costs(),
    },
    forget: async (journey) => {
      // Without a store there is nothing to forget.
      const stores = await history.stores().catch(() => null);
      const cache = stores === null ? undefined : opened.get(stores)?.cache;
      if (cache !== undefined) forgetJourney(cache, journey);
    },
  };
}

function realEvery(intervalMs: number, action: () => void): () => void {
  const timer = setInterval(action, intervalMs);

  return () => clearInterval(timer);
}

import { randomBytes } from 'node:crypto';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { prometheusRegistry } from '../../adapters/prometheus/prometheus-registry.ts';
import { serveLoopback } from '../../adapters/web/loopback-server.ts';
import { readWebAssets } from '../../adapters/web/web-assets.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { AlarmStandings, DashboardProject } from '../../core/dashboard/dashboard-ports.ts';
import type { EvidenceFiles } from '../../core/dashboard/evidence-files.ts';
import { forgetJourney } from '../../core/dashboard/history/history-cache.ts';
import { pageSource } from '../../core/dashboard/page-source.ts';
import type { PageSource } from '../../core/dashboard/pages.ts';
import { exposition } from '../../core/exposition/exposition.ts';
import type { RunQuery, RunStore } from '../../core/ports.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { type KeptPages, keptPages } from '../../site/kept-pages.ts';
import { journeyOf, liveHub, type News } from '../../site/live.ts';
import { readAddress } from '../../site/read-address.ts';
import { site } from '../../site/routes.ts';
import { realAfter } from '../frame/dev-time.ts';
import type { HistorySource, HistoryStores } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import { systemClock } from '../frame/workspace.ts';
import type { PortChoice } from './dashboard-options.ts';

/** What a dashboard shows, and where. */
export interface DashboardSiteParts {
  readonly project: DashboardProject;
  readonly history: HistorySource;
  readonly alarms: AlarmStandings;
  readonly evidence: EvidenceFiles;
  /** Whether this process knows of what happens. */
  readonly isLive: boolean;
  /** Of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
  readonly webDir: string;
  readonly choice: PortChoice;
}

/** A dashboard that is served. */
export interface DashboardSite {
  /** Such as `http://127.0.0.1:4180/`. */
  readonly url: string;
  readonly port: number;
  /** Tells readers, and forgets pages that no longer show all. */
  tell(news: News): void;
  /** Whether a page is open that shows news as they come. */
  isHeard(): boolean;
  close(): Promise<void>;
}

const SESSION_BYTES = 4;

/** Serves a dashboard on this machine. Rejects where no port can be had. */
export async function serveDashboard(
  parts: DashboardSiteParts,
  io: Pick<Io, 'err'>,
): Promise<DashboardSite> {
  const { project, history, evidence, isLive, epochMs } = parts;
  const time = { monotonicMs: systemClock.monotonicMs, after: realAfter, epochMs };
  const pages = keptPages(lateSource(parts), time);
  const hub = liveHub({ session: randomBytes(SESSION_BYTES).toString('hex'), every: realEvery });
  const store = lateStore(history);
  const handler = site({
    ...time,
    project,
    pages,
    hub,
    isLive,
    evidence,
    assets: await readWebAssets(parts.webDir),
    store,
    metrics: exposition({ store, clock: { epochMs }, registry: prometheusRegistry() }),
  });
  const server = await serveLoopback({ ...parts.choice, handler, onFault }).catch(
    (error: unknown) => {
      // Its heartbeat would keep the process from ending.
      hub.close();
      throw error;
    },
  );

  const leaveCold = warmUp(pages, history, io);

  async function tell(news: News): Promise<void> {
    await forget(journeyOf(news), history);
    pages.recorded(journeyOf(news));
    hub.publish(news);
  }

  function onFault(error: unknown): void {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.err(`waywiser: a page could not be made: ${cleanText(reason)}\n`);
  }

  return {
    url: `${server.origin}/`,
    port: server.port,
    // Never rejects.
    tell: (news) => void tell(news),
    isHeard: () => hub.isHeard(),
    close: async () => {
      leaveCold();
      hub.close();
      await server.close();
    },
  };
}

/**
 * Reads what most look at first, before anybody asks: of hundreds of journeys the first reading takes
 * seconds, and all later ones rest on it. Who asks meanwhile shares it. After the answer is called
 * nothing is said of it: a store may be closed while it is read.
 */
function warmUp(pages: KeptPages, history: HistorySource, io: Pick<Io, 'err'>): () => void {
  const first = readAddress('/overview');
  let isWanted = first.kind === 'page' && history.isThere();
  if (first.kind === 'page' && isWanted) {
    pages.read(first.asked).catch((error: unknown) => {
      const reason = errorText(error);
      if (isWanted) io.err(`waywiser: the history could not be read: ${cleanText(reason)}\n`);
    });
  }

  return () => {
    isWanted = false;
  };
}

/** What is remembered of a journey is no longer all. Never rejects: without a store nothing is. */
async function forget(journey: string, history: HistorySource): Promise<void> {
  const stores = await history.stores().catch(() => null);
  if (stores !== null) forgetJourney(stores, journey);
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

/** A source that follows the history's stores: they may come, or be opened anew. */
function lateSource({
  project,
  history,
  alarms,
  evidence,
  epochMs,
}: DashboardSiteParts): PageSource {
  const sources = new WeakMap<HistoryStores, PageSource>();
  const histograms = hdrHistograms();

  async function source(): Promise<PageSource> {
    const stores = await history.stores();
    const known = sources.get(stores);
    if (known !== undefined) return known;
    const ports = { ...stores, histograms, alarms, evidence, clock: { epochMs } };
    const made = pageSource(project, ports);
    sources.set(stores, made);

    return made;
  }

  return {
    overview: async (range) => await (await source()).overview(range),
    journey: async (request) => await (await source()).journey(request),
    run: async (request) => await (await source()).run(request),
    compare: async (request) => await (await source()).compare(request),
    costs: async () => await (await source()).costs(),
  };
}

function realEvery(intervalMs: number, action: () => void): () => void {
  const timer = setInterval(action, intervalMs);

  return () => clearInterval(timer);
}

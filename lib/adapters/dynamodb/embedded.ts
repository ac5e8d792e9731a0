import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from './back-off.ts';
import {
  CONNECT_DEADLINE_MS,
  connectToStore,
  type EmbeddedStoreOptions,
  type StoreConnection,
} from './store-connection.ts';
import { StoreError } from './store-error.ts';
import { errorText } from '../../core/base/error-text.ts';

/** The store on this machine's disk. This process serves it, or uses the process that does. */
export type EmbeddedStore = Omit<StoreConnection, 'failure'>;

/** How long closing waits for a connection in progress. */
const SETTLE_MS = 500;

/**
 * Opens the store in a folder: connects to the process that serves it, or serves it if there is
 * none. When the serving process ends, the next call of another process takes over. Acknowledged
 * writes are on disk, even if the process is killed.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const link = new StoreLink(options, await connectToStore(options));

  return {
    store: {
      putRun: (record) => link.call(({ store }) => store.putRun(record)),
      getRun: (...address) => link.call(({ store }) => store.getRun(...address)),
      queryRuns: (query) => link.call(({ store }) => store.queryRuns(query)),
      listSeries: () => link.call(({ store }) => store.listSeries()),
    },
    watches: watchesOf(link),
    rollups: {
      slots: (...query) => link.call(({ rollups }) => rollups.slots(...query)),
      metric: (...query) => link.call(({ rollups }) => rollups.metric(...query)),
      parts: (...query) => link.call(({ rollups }) => rollups.parts(...query)),
      facts: (...query) => link.call(({ rollups }) => rollups.facts(...query)),
      put: (...items) => link.call(({ rollups }) => rollups.put(...items)),
    },
    findings: {
      findingsOf: (journey) => link.call(({ findings }) => findings.findingsOf(journey)),
      putFinding: (finding) => link.call(({ findings }) => findings.putFinding(finding)),
      trendsOf: (journey) => link.call(({ findings }) => findings.trendsOf(journey)),
      summaryOf: (journey) => link.call(({ findings }) => findings.summaryOf(journey)),
      putSummary: (summary) => link.call(({ findings }) => findings.putSummary(summary)),
    },
    annotations: {
      annotationsOf: (...query) =>
        link.call(({ annotations }) => annotations.annotationsOf(...query)),
      putAnnotation: (annotation) =>
        link.call(({ annotations }) => annotations.putAnnotation(annotation)),
    },
    items: {
      measure: (from) => link.call(({ items }) => items.measure(from)),
      expired: (...query) => link.call(({ items }) => items.expired(...query)),
      deleteExpired: (...item) => link.call(({ items }) => items.deleteExpired(...item)),
    },
    transfer: {
      page: (from) => link.call(({ transfer }) => transfer.page(from)),
      merge: (item) => link.call(({ transfer }) => transfer.merge(item)),
      remove: (key) => link.call(({ transfer }) => transfer.remove(key)),
    },
    get endpoint() {
      return link.connection.endpoint;
    },
    get shared() {
      return link.connection.shared;
    },
    close: () => link.close(),
  };
}

/** A connection that is renewed when it breaks. */
class StoreLink {
  connection: StoreConnection;
  readonly #options: EmbeddedStoreOptions;
  #renewal: Promise<StoreConnection> | null = null;
  #closed = false;

  constructor(options: EmbeddedStoreOptions, connection: StoreConnection) {
    this.#options = options;
    this.connection = connection;
  }

  /**
   * Makes a call, and repeats it on a new connection if there is no answer; every call is
   * idempotent.
   */
  async call<T>(work: (connection: StoreConnection) => Promise<T>): Promise<T> {
    const deadline = performance.now() + CONNECT_DEADLINE_MS;
    let { connection } = this;
    for (let round = 0; ; round += 1) {
      if (this.#closed) throw closedError(this.#options.dir);
      try {
        return await work(connection);
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        if (performance.now() > deadline) throw outOfTime(this.#options.dir, connection, error);
      }
      if (round > 0) await backOff(round);
      connection = await this.#renew(connection);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const settled = Promise.allSettled([this.#renewal]);
    await Promise.race([settled, delay(SETTLE_MS, undefined, { ref: false })]);
    await this.connection.close();
  }

  /** Renews the connection once, however many calls find it broken. */
  async #renew(broken: StoreConnection): Promise<StoreConnection> {
    if (this.connection !== broken) return this.connection;
    this.#renewal ??= this.#replace(broken).finally(() => {
      this.#renewal = null;
    });

    return await this.#renewal;
  }

  async #replace(broken: StoreConnection): Promise<StoreConnection> {
    if (this.#closed) throw closedError(this.#options.dir);
    const suspect = broken.failure() !== null;
    await broken.close();
    const fresh = await connectToStore(this.#options, suspect);
    this.connection = fresh;
    if (this.#closed) await fresh.close();

    return fresh;
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof StoreError && error.isUnanswered;
}

function outOfTime(dir: string, connection: StoreConnection, cause: unknown): Error {
  const failure = connection.failure() ?? errorText(cause);

  return new Error(
    `Cannot use the store in "${dir}": the connection keeps failing (${failure}); expected a writable disk with free space`,
    { cause },
  );
}

function closedError(dir: string): Error {
  return new Error(`Cannot use the store in "${dir}": it is closed`);
}

function watchesOf(link: StoreLink): EmbeddedStore['watches'] {
  return {
    listWatches: () => link.call(({ watches }) => watches.listWatches()),
    putWatch: (watch) => link.call(({ watches }) => watches.putWatch(watch)),
    lastScan: () => link.call(({ watches }) => watches.lastScan()),
    putLastScan: (lookedTo) => link.call(({ watches }) => watches.putLastScan(lookedTo)),
    noteLate: (late) => link.call(({ watches }) => watches.noteLate(late)),
    lateDays: () => link.call(({ watches }) => watches.lateDays()),
    markCorrected: (late) => link.call(({ watches }) => watches.markCorrected(late)),
  };
}

import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunStore } from '../../core/ports.ts';
import { localDynamoClient } from './client.ts';
import { dynamoRunStore } from './run-store.ts';
import { StoreError } from './store-error.ts';
import {
  readStoreAddress,
  removeStoreAddress,
  type StoreAddress,
  writeStoreAddress,
} from './store-file.ts';
import { serveStore, type StoreServer } from './store-server.ts';
import { ensureTable } from './table.ts';

/** Where the embedded store lives and how long it keeps records. */
export interface EmbeddedStoreOptions {
  /** Folder such as `.waywiser`; the database goes into `db` inside it. */
  readonly dir: string;
  /** Default 35. */
  readonly retentionDays?: number;
}

/** The store on this machine's disk, served by this process or shared with the one that serves it. */
export interface EmbeddedStore {
  readonly store: RunStore;
  /** Where the DynamoDB API is served now. */
  readonly endpoint: string;
  /** Whether another process serves the store now. */
  readonly shared: boolean;
  /** Lets go of the store; who serves it ends the service within two seconds. */
  close(): Promise<void>;
}

/** Name of the table in the embedded store. */
export const EMBEDDED_TABLE = 'waywiser';

/** How long processes that want the store at once, or wait for one that dies, keep trying. */
const CONNECT_DEADLINE_MS = 10_000;
const HEALTH_TIMEOUT_MS = 1000;
const FIRST_BACKOFF_MS = 20;
const LONGEST_BACKOFF_MS = 250;
const CALL_TIMEOUT_MS = 5000;

interface Connection {
  readonly address: StoreAddress;
  readonly shared: boolean;
  readonly store: RunStore;
  close(): Promise<void>;
}

/**
 * Opens the store in a folder: connects to the process that serves it, or serves it where none
 * does. When the serving process ends, the next call of any other takes over; what was acknowledged
 * is on disk, even when the process is killed.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  let connection = await connect(options);
  let reconnecting: Promise<Connection> | null = null;
  let closed = false;

  async function renew(broken: Connection): Promise<Connection> {
    if (connection !== broken) return connection;
    reconnecting ??= replace(broken).finally(() => {
      reconnecting = null;
    });

    return await reconnecting;
  }

  async function replace(broken: Connection): Promise<Connection> {
    await broken.close();
    connection = await connect(options);

    return connection;
  }

  async function attempt<T>(work: (store: RunStore) => Promise<T>): Promise<T> {
    const deadline = performance.now() + CONNECT_DEADLINE_MS;
    for (let current = connection; ; current = await renew(current)) {
      if (closed) throw new Error(`Cannot use the store in "${options.dir}": it is closed`);
      try {
        return await work(current.store);
      } catch (error) {
        if (!isUnanswered(error) || performance.now() > deadline) throw error;
      }
    }
  }

  return {
    store: {
      putRun: (record) => attempt((store) => store.putRun(record)),
      getRun: (...address) => attempt((store) => store.getRun(...address)),
      queryRuns: (query) => attempt((store) => store.queryRuns(query)),
      listSeries: () => attempt((store) => store.listSeries()),
    },
    get endpoint() {
      return connection.address.endpoint;
    },
    get shared() {
      return connection.shared;
    },
    close: async () => {
      closed = true;
      await reconnecting;
      await connection.close();
    },
  };
}

async function connect(options: EmbeddedStoreOptions): Promise<Connection> {
  const deadline = performance.now() + CONNECT_DEADLINE_MS;
  await mkdir(options.dir, { recursive: true });
  for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs *= 2) {
    const known = await readStoreAddress(options.dir);
    const connection = (known && (await share(options, known))) ?? (await own(options));
    if (connection !== null) return connection;
    if (performance.now() > deadline) throw lockedError(options.dir, known);
    // Half at random, so that two who wait do not meet again.
    const waitMs = Math.min(backoffMs, LONGEST_BACKOFF_MS);
    await delay(waitMs * (0.5 + Math.random() / 2));
  }
}

/** Connects to a process that serves the store; null when it does not answer. */
async function share(
  options: EmbeddedStoreOptions,
  address: StoreAddress,
): Promise<Connection | null> {
  const connection = connectionTo(options, address);
  try {
    await connection.ready(HEALTH_TIMEOUT_MS);

    return { ...connection, shared: true };
  } catch (error) {
    await connection.close();
    if (error instanceof StoreError) return null;
    throw error;
  }
}

/** Serves the store from this process; null when another has the database. */
async function own(options: EmbeddedStoreOptions): Promise<Connection | null> {
  const accessKeyId = randomBytes(16).toString('hex');
  const opening = await serveStore({ path: path.join(options.dir, 'db'), accessKeyId });
  if (opening.kind === 'locked') return null;
  if (opening.kind === 'failed') {
    throw new Error(
      `Cannot open the store in "${options.dir}": ${opening.message}; expected a folder on a disk with space, that this user may write`,
    );
  }
  const { server } = opening;
  try {
    return await announce(options, server, accessKeyId);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function announce(
  options: EmbeddedStoreOptions,
  server: StoreServer,
  accessKeyId: string,
): Promise<Connection> {
  const address = { endpoint: server.endpoint, accessKeyId, pid: process.pid };
  const connection = connectionTo(options, address);
  await connection.ready(CONNECT_DEADLINE_MS);
  await writeStoreAddress(options.dir, address);

  return {
    ...connection,
    shared: false,
    close: async () => {
      await removeStoreAddress(options.dir, address);
      await server.close();
      await connection.close();
    },
  };
}

function connectionTo(
  { retentionDays }: EmbeddedStoreOptions,
  address: StoreAddress,
): Omit<Connection, 'shared'> & { ready(timeoutMs: number): Promise<void> } {
  const client = localDynamoClient(address);
  const table = EMBEDDED_TABLE;
  const store = dynamoRunStore({
    client,
    table,
    callTimeoutMs: CALL_TIMEOUT_MS,
    ...(retentionDays !== undefined && { retentionDays }),
  });

  return {
    address,
    store,
    ready: (timeoutMs) => ensureTable({ client, table, timeoutMs }),
    close: async () => {
      client.destroy();
    },
  };
}

function isUnanswered(error: unknown): boolean {
  return error instanceof StoreError && error.isUnanswered;
}

function lockedError(dir: string, known: StoreAddress | null): Error {
  const holder = known === null ? 'another process' : `process ${known.pid}`;

  return new Error(
    `Cannot open the store in "${dir}": ${holder} holds it and does not answer; end it and try again`,
  );
}

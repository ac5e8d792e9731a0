import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { claimantOf } from '../local/claim-folder.ts';
import { REPAIR_CLAIM } from '../leveldb/prepare-database.ts';
import { makePrivate, makePrivateFolder, PRIVATE_FOLDER_MODE } from '../local/private-files.ts';
import type { WatchStore } from '../../core/jobs/job-ports.ts';
import type { StoreRepair } from '../../core/store/store-damage.ts';
import type { RunStore } from '../../core/ports.ts';
import type { RollupStore } from '../../core/rollup/rollup.ts';
import type { ItemStore, ItemTransfer } from '../../core/store/item-store.ts';
import type { AnnotationStore, FindingStore } from '../../core/trends/trend-ports.ts';
import { dynamoAnnotationStore } from './annotation-store.ts';
import { backOff } from './back-off.ts';
import { batchedQueries } from './batched-queries.ts';
import { batchedWrites } from './batched-writes.ts';
import { localDynamoClient } from './client.ts';
import { dynamoFindingStore } from './finding-store.ts';
import { dynamoItemStore } from './item-store.ts';
import { dynamoItemTransfer } from './item-transfer.ts';
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
import type { OnUnreadable } from './readable-items.ts';
import { clientQuery, clientWrites } from './table-backend.ts';
import { dynamoRollupStore } from './rollup-store.ts';
import { dynamoWatchStore } from './watch-store.ts';

/** Folder and retention of the embedded store. */
export interface EmbeddedStoreOptions {
  /** Folder such as `.waywiser`; the database goes into `db` inside it. */
  readonly dir: string;
  /** Default 35. */
  readonly retentionDays?: number;
  /** Called when this process has repaired the database; it must be said. */
  readonly onRepair?: (repair: StoreRepair) => void;
  /** Called with each item that readers leave out because it is damaged. */
  readonly onUnreadable?: OnUnreadable;
}

/** A connection to the embedded store; it breaks when the process that serves the store ends. */
export interface StoreConnection {
  /** Current address of the DynamoDB API. */
  readonly endpoint: string;
  /** Whether another process serves the store. */
  readonly shared: boolean;
  readonly store: RunStore;
  readonly watches: WatchStore;
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  readonly items: ItemStore;
  readonly transfer: ItemTransfer;
  /** Why the database that this process served failed; null if it did not. */
  failure(): string | null;
  /** Closes the store; if this process serves it, within 2 s. */
  close(): Promise<void>;
}

/** Name of the table in the embedded store. */
export const EMBEDDED_TABLE = 'waywiser';

/** Time limit for connecting, when several processes start at once or the serving process ends. */
export const CONNECT_DEADLINE_MS = 10_000;
const HEALTH_TIMEOUT_MS = 1_000;
const CALL_TIMEOUT_MS = 5_000;

/**
 * Connects to the process that serves the store. If there is none, this process serves it; every file
 * is inspected before if the store is `suspect`.
 */
export async function connectToStore(
  options: EmbeddedStoreOptions,
  suspect = false,
): Promise<StoreConnection> {
  let deadline = performance.now() + CONNECT_DEADLINE_MS;
  await makePrivateFolder(options.dir);
  for (let round = 0; ; round += 1) {
    const known = await readStoreAddress(options.dir);
    const connection = (known && (await share(options, known))) ?? (await own(options, suspect));
    if (connection !== null) return connection;
    // A repair may take longer; it ends, or its process does.
    if (claimantOf(options.dir, REPAIR_CLAIM) !== null) {
      deadline = performance.now() + CONNECT_DEADLINE_MS;
    }
    if (performance.now() > deadline) throw lockedError(options.dir, known);
    await backOff(round);
  }
}

/** Connects to a process that serves the store; null if it does not answer. */
async function share(
  options: EmbeddedStoreOptions,
  address: StoreAddress,
): Promise<StoreConnection | null> {
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

/** Serves the store from this process; null if another process has the database open. */
async function own(
  options: EmbeddedStoreOptions,
  suspect: boolean,
): Promise<StoreConnection | null> {
  const accessKeyId = randomBytes(16).toString('hex');
  const opening = await serveStore({ stateDir: options.dir, accessKeyId, suspect });
  if (opening.kind === 'locked') return null;
  if (opening.kind === 'failed') {
    throw new Error(
      `Cannot open the store in "${options.dir}": ${opening.message}; expected a folder that this user can write, on a disk with free space`,
    );
  }
  const { server, repair } = opening;
  if (repair !== null) options.onRepair?.(repair);
  try {
    // The database creates its files and its folder readable for everybody.
    await makePrivate(path.join(options.dir, 'db'), PRIVATE_FOLDER_MODE);
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
): Promise<StoreConnection> {
  const address = { endpoint: server.endpoint, accessKeyId, pid: process.pid };
  const connection = connectionTo(options, address);
  await connection.ready(CONNECT_DEADLINE_MS);
  await writeStoreAddress(options.dir, address);

  return {
    ...connection,
    shared: false,
    failure: () => server.failure(),
    close: async () => {
      await removeStoreAddress(options.dir, address);
      await server.close();
      await connection.close();
    },
  };
}

function connectionTo(
  { retentionDays, onUnreadable }: EmbeddedStoreOptions,
  address: StoreAddress,
): Omit<StoreConnection, 'shared'> & { ready(timeoutMs: number): Promise<void> } {
  const client = localDynamoClient(address);
  const table = EMBEDDED_TABLE;
  const queries = batchedQueries(address, clientQuery(client));
  const writes = batchedWrites(address, clientWrites(client));
  const there = {
    client,
    table,
    query: queries.query,
    writes,
    callTimeoutMs: CALL_TIMEOUT_MS,
    ...(retentionDays !== undefined && { retentionDays }),
    ...(onUnreadable !== undefined && { onUnreadable }),
  };

  return {
    endpoint: address.endpoint,
    store: dynamoRunStore(there),
    watches: dynamoWatchStore(there),
    rollups: dynamoRollupStore(there),
    findings: dynamoFindingStore(there),
    annotations: dynamoAnnotationStore(there),
    items: dynamoItemStore(there),
    transfer: dynamoItemTransfer(there),
    failure: () => null,
    ready: (timeoutMs) => ensureTable({ client, table, timeoutMs }),
    close: async () => {
      queries.close();
      writes.close();
      client.destroy();
    },
  };
}

function lockedError(dir: string, known: StoreAddress | null): Error {
  const holder = known === null ? 'another process' : `process ${known.pid}`;

  return new Error(
    `Cannot open the store in "${dir}": ${holder} has it open and does not answer; end that process and try again`,
  );
}

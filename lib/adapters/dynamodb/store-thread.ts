import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import dynaliteDb from 'dynalite/db/index.js';
import type { StoreRepair } from '../../core/store/store-damage.ts';
import { databaseIn, prepareDatabase } from '../leveldb/prepare-database.ts';
import { isCorruption, isLocked } from '../leveldb/level-error.ts';
import { type DatabaseWatch, watchDatabase } from '../leveldb/watch-database.ts';
import { closeIterators, type IteratedLevel } from './closing-iterators.ts';
import { answerBatch, batchTargetOf, type Handler } from './store-batch.ts';
import type { StoreThreadData, StoreThreadMessage } from './store-thread-protocol.ts';

// The thread of the embedded store. On any disk error dynalite throws an exception that cannot be
// caught. In its own thread that ends the thread only, and the store is reopened.

/** Time for open requests when the store closes. */
const DRAIN_MS = 300;

/** Largest request that DynamoDB accepts. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** In bytes. A store has few readers, and what the caches take is taken for good. */
const SMALL_CACHES = { cacheSize: 2_097_152, writeBufferSize: 2_097_152 };

const FORBIDDEN = 403;
const BAD_REQUEST = 400;

interface Level extends IteratedLevel {
  open(options: typeof SMALL_CACHES): Promise<void>;
  close(): Promise<void>;
}

interface Dynalite {
  readonly level: Level;
  readonly handler: Handler;
}

const { stateDir, suspect, accessKeyId }: StoreThreadData = workerData;

void start();

async function start(): Promise<void> {
  try {
    const opening = await openDatabase();
    if (opening.kind === 'locked') return send({ kind: 'locked' });
    const { level, handler, repair } = opening;
    const watch = watchDatabase(stateDir);
    const server = createServer((request, response) => void serve(handler, request, response));
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) {
        send({ kind: 'open', port: address.port, repair });
      }
    });
    parentPort?.once('message', () => void stop(server, level, watch));
  } catch (error) {
    send(openFailure(error));
  }
}

type Opening =
  | ({ readonly kind: 'open'; readonly repair: StoreRepair | null } & Dynalite)
  | { readonly kind: 'locked' };

/** Repairs the database first if it is damaged, or if it cannot be opened for a reason not found before. */
async function openDatabase(): Promise<Opening> {
  const nowMs = Date.now();
  const prepared = await prepareDatabase(stateDir, { deep: suspect, nowMs });
  if (prepared.kind === 'locked') return prepared;
  const opened = openDynalite();
  try {
    await opened.level.open(SMALL_CACHES);

    return { kind: 'open', ...opened, repair: prepared.repair };
  } catch (error) {
    if (isLocked(error)) return { kind: 'locked' };
    if (!isCorruption(error)) throw error;
  }
  const forced = await prepareDatabase(stateDir, { deep: true, force: true, nowMs });
  if (forced.kind === 'locked') return forced;
  await opened.level.open(SMALL_CACHES);

  return { kind: 'open', ...opened, repair: forced.repair };
}

async function stop(server: Server, level: Level, watch: DatabaseWatch): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  server.closeIdleConnections();
  setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS).unref();
  await closed;
  await level.close();
  watch.end();
  send({ kind: 'closed' });
}

/**
 * Dynalite does not expose its database. Intercepting its creation is the only way to get the error
 * of opening it.
 */
function openDynalite(): Dynalite {
  const { create } = dynaliteDb;
  let level: Level | null = null;
  dynaliteDb.create = (options) => {
    const store = create(options);
    level = store.db;
    closeIterators(store.db);

    return store;
  };
  const [handler] = dynalite({ path: databaseIn(stateDir).dir, createTableMs: 0 }).listeners(
    'request',
  );
  if (level === null || handler === undefined) throw new Error('dynalite has changed inside');

  return { level, handler: (request, response) => void handler(request, response) };
}

/**
 * Answers only requests with the key, which is in a file that only this user can read: other users
 * of the machine and pages in a browser can reach the port too. The body is read here, because
 * dynalite crashes if a client disconnects while sending it.
 */
async function serve(
  handler: Handler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isAuthorized(request)) return reject(response, FORBIDDEN, 'UnrecognizedClientException');
  const sizeBytes = Number(request.headers['content-length'] ?? Number.NaN);
  if (!(sizeBytes <= MAX_REQUEST_BYTES))
    return reject(response, BAD_REQUEST, 'ValidationException');
  let body: Buffer;
  try {
    body = await buffer(request);
  } catch {
    // The client has disconnected: no response is needed.
    return;
  }
  const { headers, method = '', url = '' } = request;
  const target = batchTargetOf(headers);
  if (target !== null) return await answerBatch(body, { target, headers, handler }, response);
  handler(Object.assign(Readable.from([body]), { headers, method, url }), response);
}

function isAuthorized(request: IncomingMessage): boolean {
  const { authorization, origin } = request.headers;

  return origin === undefined && authorization?.includes(`Credential=${accessKeyId}/`) === true;
}

function reject(response: ServerResponse, status: number, type: string): void {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message: 'refused' });
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', connection: 'close' });
  response.end(body);
}

function openFailure(error: unknown): StoreThreadMessage {
  const cause = error instanceof Error ? (error.cause ?? error) : error;

  return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
}

function send(message: StoreThreadMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
  parentPort?.postMessage(message);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import dynaliteDb from 'dynalite/db/index.js';
import { answerQueries, type Handler } from './store-batch.ts';
import {
  BATCH_TARGET,
  type StoreThreadData,
  type StoreThreadMessage,
} from './store-thread-protocol.ts';

// The thread of the embedded store. On any disk error dynalite throws an exception that cannot be
// caught. In its own thread that ends the thread only, and the store is reopened.

/** Time for open requests when the store closes. */
const DRAIN_MS = 300;

/** Largest request that DynamoDB accepts. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

const FORBIDDEN = 403;
const BAD_REQUEST = 400;

interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
}

const { path, accessKeyId }: StoreThreadData = workerData;

void start();

async function start(): Promise<void> {
  const { level, handler } = openDynalite();
  try {
    await level.open();
  } catch (error) {
    send(openFailure(error));

    return;
  }
  const server = createServer((request, response) => void serve(handler, request, response));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) send({ kind: 'open', port: address.port });
  });
  parentPort?.once('message', () => void stop(server, level));
}

async function stop(server: Server, level: Level): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  server.closeIdleConnections();
  setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS).unref();
  await closed;
  await level.close();
  send({ kind: 'closed' });
}

/**
 * Dynalite does not expose its database. Intercepting its creation is the only way to get the error
 * of opening it.
 */
function openDynalite(): { readonly level: Level; readonly handler: Handler } {
  const { create } = dynaliteDb;
  let level: Level | null = null;
  dynaliteDb.create = (options) => {
    const store = create(options);
    level = store.db;

    return store;
  };
  const [handler] = dynalite({ path, createTableMs: 0 }).listeners('request');
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
  if (headers['x-amz-target'] === BATCH_TARGET) {
    return await answerQueries(body, { headers, handler }, response);
  }
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
  if (!(cause instanceof Error)) return { kind: 'failed', message: String(cause) };
  if ('code' in cause && cause.code === 'LEVEL_LOCKED') return { kind: 'locked' };

  return { kind: 'failed', message: cause.message };
}

function send(message: StoreThreadMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
  parentPort?.postMessage(message);
}

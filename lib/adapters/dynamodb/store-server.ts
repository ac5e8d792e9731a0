import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreRepair } from '../../core/store/store-damage.ts';
import type { StoreThreadData, StoreThreadMessage } from './store-thread-protocol.ts';

/** Result of opening the database. */
export type StoreServerOpening =
  | { readonly kind: 'open'; readonly server: StoreServer; readonly repair: StoreRepair | null }
  /** Another process has the database open. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string };

/** A database that this process serves. */
export interface StoreServer {
  readonly endpoint: string;
  /** Why the database failed; null if it has not failed. */
  failure(): string | null;
  /** Never throws; ends within {@link CLOSE_TIMEOUT_MS}. */
  close(): Promise<void>;
}

/** Time limit of closing: after Ctrl-C the process must end within 2 s. */
const CLOSE_TIMEOUT_MS = 1_200;
/** Most of what a request makes is garbage soon; without a limit, it takes up to 48 MB before it goes. */
const YOUNG_OBJECTS = { maxYoungGenerationSizeMb: 8 };
const THREAD_FILE = 'store-thread.cjs';

/** Serves the database of a folder on a free port of 127.0.0.1, in a thread of this process. */
export async function serveStore(data: StoreThreadData): Promise<StoreServerOpening> {
  const thread = new Worker(threadFile(), { workerData: data, resourceLimits: YOUNG_OBJECTS });
  // Not with events.once, which rejects if the thread fails; that is an exit like any other.
  const exited = new Promise((resolve) => {
    thread.once('exit', resolve);
  });
  let failure: string | null = null;
  // Stays attached: without a listener the thread's error would end this process.
  thread.on('error', (error) => {
    failure = error.message;
  });
  const message = await firstMessage(thread);
  if (message.kind === 'open') {
    // An open store must not keep an otherwise finished process alive.
    thread.unref();
    const endpoint = `http://127.0.0.1:${message.port}`;

    return {
      kind: 'open',
      repair: message.repair,
      server: { endpoint, failure: () => failure, close: () => stop(thread, exited) },
    };
  }
  await thread.terminate();

  return message.kind === 'closed' ? { kind: 'failed', message: 'it closed at once' } : message;
}

async function firstMessage(thread: Worker): Promise<StoreThreadMessage> {
  return await new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', (error) => {
      resolve({ kind: 'failed', message: error.message });
    });
    thread.once('exit', (code) => {
      resolve({ kind: 'failed', message: `its thread ended with code ${code}` });
    });
  });
}

async function stop(thread: Worker, exited: Promise<unknown>): Promise<void> {
  // Keeps the process alive until the store is closed.
  thread.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage('close');
  const closed = new Promise((resolve) => {
    thread.once('message', resolve);
  });
  await Promise.race([closed, exited, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  await thread.terminate();
}

/**
 * Path of the bundled thread: next to the running bundle, or in dist/ when the sources run
 * directly.
 */
function threadFile(): string {
  for (let dir = __dirname; ; dir = path.dirname(dir)) {
    const places = [path.join(dir, THREAD_FILE), path.join(dir, 'dist', THREAD_FILE)];
    const found = places.find((each) => existsSync(each));
    if (found !== undefined) return found;
    if (dir === path.dirname(dir)) {
      throw new Error(
        `Cannot find ${THREAD_FILE}: no folder above "${__dirname}" contains it; run npm run build`,
      );
    }
  }
}

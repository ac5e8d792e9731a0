import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreThreadData, StoreThreadMessage } from './store-thread-protocol.ts';

/** How opening the database went. */
export type StoreServerOpening =
  | { readonly kind: 'open'; readonly server: StoreServer }
  /** Another process has the database. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string };

/** A served database. */
export interface StoreServer {
  readonly endpoint: string;
  /** What the database died of; null while it lives, or when it was closed. */
  failure(): string | null;
  /** Never throws; ends within {@link CLOSE_TIMEOUT_MS}. */
  close(): Promise<void>;
}

/** How long closing may take: Ctrl-C promises an end within two seconds. */
const CLOSE_TIMEOUT_MS = 1200;
const THREAD_FILE = 'store-thread.cjs';

/** Serves the database in a folder on a free port of 127.0.0.1, from a thread of this process. */
export async function serveStore(data: StoreThreadData): Promise<StoreServerOpening> {
  const thread = new Worker(threadFile(), { workerData: data });
  // Not by events.once: it rejects when the thread dies of an error, and that is an end like others.
  const exited = new Promise((resolve) => {
    thread.once('exit', resolve);
  });
  let failure: string | null = null;
  // Stays for the thread's life: without a listener its death would be this process's.
  thread.on('error', (error) => {
    failure = error.message;
  });
  const message = await firstMessage(thread);
  if (message.kind === 'open') {
    // A store that is open keeps no process alive that has nothing else to do.
    thread.unref();
    const endpoint = `http://127.0.0.1:${message.port}`;

    return {
      kind: 'open',
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
  // While it closes it keeps the process alive, which else would end in the middle of this.
  thread.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage('close');
  const closed = new Promise((resolve) => {
    thread.once('message', resolve);
  });
  await Promise.race([closed, exited, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  await thread.terminate();
}

/** The bundled thread: beside the bundle that runs, or in dist/ when the sources run. */
function threadFile(): string {
  for (let dir = __dirname; ; dir = path.dirname(dir)) {
    const places = [path.join(dir, THREAD_FILE), path.join(dir, 'dist', THREAD_FILE)];
    const found = places.find((each) => existsSync(each));
    if (found !== undefined) return found;
    if (dir === path.dirname(dir)) {
      throw new Error(
        `Cannot find ${THREAD_FILE}: no folder above "${__dirname}" holds it; run npm run build`,
      );
    }
  }
}

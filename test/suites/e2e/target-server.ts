import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { startServer } from '../../support/http-server.ts';

/** The shop that the journeys watch, with what can be broken about it. */
export interface TargetServer {
  readonly origin: string;
  /** Answers 500 to requests from these regions. */
  breakFor(regions: readonly string[]): void;
  /** Lets the next request of `slow-api` wait for ever; resolves with the process of its function. */
  holdNext(): Promise<number>;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1></html>';
const STATUS = JSON.stringify({ status: 'ok' });

/** Starts the shop on a free port of loopback. */
export async function startTarget(): Promise<TargetServer> {
  let broken: readonly string[] = [];
  let held: ((functionPid: number) => void) | null = null;

  const server = await startServer((request, response) => {
    const pid = Number(request.headers['x-function']);
    if (request.url === '/slow' && held !== null) {
      held(pid);
      held = null;
      return;
    }
    response.statusCode = broken.includes(regionOf(request)) ? 500 : 200;
    response.setHeader('content-type', request.url === '/' ? 'text/html' : 'application/json');
    response.end(request.url === '/' ? PAGE : STATUS);
  });

  return {
    origin: server.origin,
    breakFor: (regions) => {
      broken = regions;
    },
    holdNext: async () =>
      new Promise((resolve) => {
        held = resolve;
      }),
    close: async () => server.close(),
  };
}

/** The emulated function's process knows where it runs, as on Lambda. */
function regionOf({ headers }: IncomingMessage): string {
  const pid = Number(headers['x-function']);
  if (!Number.isInteger(pid)) return 'unknown';
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');

    return variables.find((each) => each.startsWith('AWS_REGION='))?.split('=')[1] ?? 'unknown';
  } catch {
    // The function ended while it asked.
    return 'unknown';
  }
}

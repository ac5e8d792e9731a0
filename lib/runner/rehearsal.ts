import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { openHttpSession } from '../adapters/http/http-session.ts';
import type { RunFrame } from '../core/ports.ts';

/** Enough to load modules and compile the first code. */
const EXCHANGES = 3;
const DEADLINE_MS = 1_000;

/**
 * Sends a few requests to a server inside this process before the first run. Otherwise the time to
 * load and compile code would count as phases of the target.
 */
export async function rehearseHttp(): Promise<void> {
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  try {
    const port = await listen(server);
    for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
      await ask(`http://127.0.0.1:${port}`);
    }
  } catch {
    // A machine without loopback can still measure; its first run is slightly slower.
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function listen(server: http.Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();

  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function ask(baseUrl: string): Promise<void> {
  const session = openHttpSession(
    {
      baseUrl,
      allowStatus: [],
      allowPrivate: false,
      allowPrivateTargets: [],
      allowHosts: null,
      ignoreTlsErrors: false,
      redact: (text) => text,
    },
    rehearsalFrame(),
  );
  try {
    const response = await session.client.post('/', { json: {} });
    response.json();
  } finally {
    session.close();
  }
}

function rehearsalFrame(): RunFrame {
  const start = performance.now();

  return {
    elapsedMs: () => performance.now() - start,
    currentStep: () => null,
    stepsAt: () => [],
    signal: AbortSignal.timeout(DEADLINE_MS),
    remainingMs: () => Math.max(0, DEADLINE_MS - (performance.now() - start)),
  };
}

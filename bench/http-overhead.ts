import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { openHttpSession } from '../lib/adapters/http/http-session.ts';
import { interleaved, printed } from './interleaved.ts';

const ROUNDS = 300;
const WARM_UP = 50;

/** A request with its phases measured, against the same request with nothing measured. */
export async function benchHttpOverhead(): Promise<string> {
  const server = http.createServer((_request, response) => response.end('{"status":"ok"}'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${isTcp(address) ? address.port : 0}/`;
  const comparison = await interleaved(
    [
      { name: 'http.get with phases, new connection', once: async () => timed(measured, url) },
      { name: 'node:http bare, new connection', once: async () => timed(bare, url) },
    ],
    { rounds: ROUNDS, warmUp: WARM_UP },
  );
  server.closeAllConnections();
  server.close();

  return printed('API request: what measuring costs', comparison);
}

function isTcp(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

async function timed(work: (url: string) => Promise<void>, url: string): Promise<number> {
  const start = performance.now();
  await work(url);

  return performance.now() - start;
}

async function measured(url: string): Promise<void> {
  const started = performance.now();
  const session = openHttpSession(
    {
      baseUrl: url,
      allowStatus: [],
      allowPrivate: false,
      allowPrivateTargets: [],
      allowHosts: null,
      ignoreTlsErrors: false,
      redact: (text) => text,
    },
    {
      elapsedMs: () => performance.now() - started,
      currentStep: () => null,
      stepsAt: () => [],
      signal: new AbortController().signal,
      remainingMs: () => 10_000,
    },
  );
  await session.client.get('/');
  session.close();
}

async function bare(url: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http
      .get(url, { agent: false }, (response) => {
        response.resume();
        response.on('end', resolve);
      })
      .on('error', reject);
  });
}

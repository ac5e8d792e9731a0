import http2 from 'node:http2';
import { got, type Got } from 'got';
import http2wrapper from 'http2-wrapper';
import { Agent, request } from 'undici';
import { openHttpSession } from '../lib/adapters/http/http-session.ts';
import type { HttpSession } from '../lib/core/ports.ts';
import { makeAuthority, makeLeaf } from '../test/support/certificates.ts';
import { listen } from '../test/support/listening.ts';
import { type Contender, interleaved, printed } from './interleaved.ts';

const NEW_ROUNDS = { rounds: 200, warmUp: 40 };
const REUSED_ROUNDS = { rounds: 1000, warmUp: 200 };
const MAX_RUN_MS = 600_000;

/** Where a server is, and whom to trust. */
interface Target {
  readonly url: string;
  readonly ca: string;
}

/** A request in HTTP/2 with its phases measured, beside the same request by undici and got. */
export async function benchHttp2Peers(): Promise<string> {
  const authority = await makeAuthority();
  const server = http2.createSecureServer(await makeLeaf(authority));
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/json' });
    stream.end('{"status":"ok"}');
  });
  const url = `https://127.0.0.1:${await listen(server)}/`;
  const target = { url, ca: authority.cert };
  const fresh = await interleaved(newConnections(target), NEW_ROUNDS);
  const kept = reusedConnections(target);
  const reused = await interleaved(kept.contenders, REUSED_ROUNDS);
  await kept.close();
  server.close();

  return [
    printed('API request in HTTP/2, new connection', fresh),
    printed('API request in HTTP/2, reused connection', reused),
  ].join('\n');
}

function newConnections(target: Target): readonly Contender[] {
  return [
    {
      name: 'http.get with phases',
      once: async () =>
        timed(async () => {
          const session = openedSession(target);
          await session.client.get('/');
          session.close();
        }),
    },
    {
      name: 'undici (allowH2)',
      once: async () =>
        timed(async () => {
          const dispatcher = undiciAgent(target);
          await byUndici(target, dispatcher);
          await dispatcher.close();
        }),
    },
    {
      name: 'got (http2: true)',
      once: async () =>
        timed(async () => {
          const agent = new http2wrapper.Agent();
          await byGot(target, gotWith(target, agent));
          agent.destroy();
        }),
    },
  ];
}

function reusedConnections(target: Target): {
  readonly contenders: readonly Contender[];
  close(): Promise<void>;
} {
  const session = openedSession(target);
  const dispatcher = undiciAgent(target);
  const agent = new http2wrapper.Agent();
  const client = gotWith(target, agent);

  return {
    contenders: [
      {
        name: 'http.get with phases',
        once: async () => timed(async () => void (await session.client.get('/'))),
      },
      {
        name: 'undici (allowH2)',
        once: async () => timed(async () => byUndici(target, dispatcher)),
      },
      { name: 'got (http2: true)', once: async () => timed(async () => byGot(target, client)) },
    ],
    close: async () => {
      session.close();
      await dispatcher.close();
      agent.destroy();
    },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();

  return performance.now() - start;
}

function openedSession({ url, ca }: Target): HttpSession {
  const started = performance.now();

  return openHttpSession(
    {
      baseUrl: url,
      ca,
      allowStatus: [],
      allowPrivate: false,
      allowPrivateTargets: [],
      allowHosts: null,
      ignoreTlsErrors: false,
      protocol: 'h2',
      redact: (text) => text,
    },
    {
      elapsedMs: () => performance.now() - started,
      currentStep: () => null,
      stepsAt: () => [],
      signal: new AbortController().signal,
      remainingMs: () => MAX_RUN_MS,
    },
  );
}

function undiciAgent({ ca }: Target): Agent {
  return new Agent({ allowH2: true, connect: { ca } });
}

async function byUndici({ url }: Target, dispatcher: Agent): Promise<void> {
  const { body } = await request(url, { dispatcher });
  await body.text();
}

function gotWith({ ca }: Target, agent: InstanceType<typeof http2wrapper.Agent>): Got {
  return got.extend({
    http2: true,
    retry: { limit: 0 },
    agent: { http2: agent },
    https: { certificateAuthority: ca },
  });
}

async function byGot({ url }: Target, client: Got): Promise<void> {
  const { httpVersion } = await client(url);
  if (!httpVersion.startsWith('2'))
    throw new Error(`got used HTTP/${httpVersion}; expected HTTP/2`);
}

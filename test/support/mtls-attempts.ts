import type { AttemptRequest, AttemptResult } from '../../lib/core/journey/attempt.ts';
import type { BrowserJourneyContext } from '../../lib/core/journey/definition.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { BrowserPort } from '../../lib/core/ports.ts';
import { attemptIn } from './browser-attempt.ts';
import { type KeyPair, type LeafOptions, makeAuthority, makeLeaf } from './certificates.ts';
import { testSession } from './http-frame.ts';
import { type MtlsOptions, mtlsServer, type MtlsServer } from './mtls-server.ts';
import { namesBy } from './name-resolution.ts';

/** The name of all servers, which leads to loopback. */
export const HOST = 'shop.example';
/** The client that they know. */
export const CLIENT = 'kim.client.example';
/** Resolves every name to loopback. */
export const names = namesBy(async () => [{ address: '127.0.0.1', family: 4 }]);

/** Servers and clients of one test file. */
export interface MtlsWorld {
  readonly client: KeyPair;
  /** A client that no server knows. */
  readonly stranger: KeyPair;
  /** A certificate of the servers' authority. */
  leafFor(options?: LeafOptions): Promise<KeyPair>;
  /** Runs a body in a browser at a server that requires a client certificate. */
  attempt(options?: MtlsAttempt): Promise<MtlsResult>;
}

/** What differs from an attempt that opens the page of a server. */
export interface MtlsAttempt {
  readonly in?: BrowserPort;
  readonly plan?: Partial<JourneyPlan>;
  readonly request?: Partial<AttemptRequest>;
  readonly server?: Partial<MtlsOptions>;
  readonly identity?: KeyPair;
  readonly body?: (context: BrowserJourneyContext, server: MtlsServer) => Promise<void>;
  /** Is called after the attempt, while its server lives, with what makes another one. */
  readonly after?: (again: () => Promise<AttemptResult>) => Promise<void>;
}

/** What an attempt has led to. */
export interface MtlsResult {
  readonly result: AttemptResult;
  readonly server: MtlsServer;
  /** Why an API journey fails at the same server, where the attempt failed. */
  readonly asApi: string;
}

/** Makes the certificates. */
export async function mtlsWorld(browser: () => BrowserPort): Promise<MtlsWorld> {
  const authority = await makeAuthority('Shop CA');
  const clients = await makeAuthority('Clients CA');
  const client = await makeLeaf(clients, { names: [CLIENT] });
  const stranger = await makeLeaf(await makeAuthority('Other CA'), { names: ['stranger.example'] });
  const leaf = await makeLeaf(authority, { names: [HOST] });

  async function attempt(options: MtlsAttempt = {}): Promise<MtlsResult> {
    const { in: port = browser(), identity = client, body = open, after } = options;
    const server = await mtlsServer({ leaf, authority: clients.cert, ...options.server });
    const baseUrl = `https://${HOST}:${server.port}`;
    const secret = { certificate: identity.cert, key: identity.key };
    const secrets = { ca: authority.cert, mtls: JSON.stringify(secret) };
    const access = { ca: 'ca', clientCertificate: 'mtls' };

    async function once(): Promise<AttemptResult> {
      return attemptIn(port, {
        plan: { baseUrl, access, ...options.plan },
        request: { ...options.request, secrets },
        body: async (context) => body(context, server),
      });
    }

    try {
      const result = await once();
      await after?.(once);
      const asApi =
        result.outcome === 'passed' ? '' : await messageOfApi(baseUrl, secrets.ca, secret);

      return { result, server, asApi };
    } finally {
      await server.close();
    }
  }

  return {
    client,
    stranger,
    leafFor: async (options) => makeLeaf(authority, { names: [HOST], ...options }),
    attempt,
  };
}

async function open({ page }: BrowserJourneyContext): Promise<void> {
  await page.goto('/');
}

async function messageOfApi(
  baseUrl: string,
  ca: string,
  identity: { readonly certificate: string; readonly key: string },
): Promise<string> {
  const clientCertificate = { ...identity, passphrase: null };
  const session = testSession({ baseUrl, ca, clientCertificate, names });
  try {
    await session.client.get('/');

    return '';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*?: /, '') : '';
  } finally {
    session.close();
  }
}

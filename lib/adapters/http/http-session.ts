import type { Redact } from '../../core/record/redact.ts';
import { setMaxListeners } from 'node:events';
import { droppedPath } from '../../core/journey/base-path.ts';
import type { HttpResponse } from '../../core/journey/http-api.ts';
import type { HttpProtocol } from '../../core/journey/http-protocol.ts';
import type { HttpSession, RunFrame } from '../../core/ports.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { hostRefusal, type ReachRules } from '../net/address-guard.ts';
import { machineNames } from '../names/machine-names.ts';
import type { NameResolution } from '../names/resolve-name.ts';
import { clientCalls } from './client-calls.ts';
import { type ConnectionPool, connectionPool, type OpenConnection } from './connection-pool.ts';
import { type ConnectionOptions, openConnection } from './connection.ts';
import { runCookies } from './cookies.ts';
import { offeredProtocols } from './protocols.ts';
import { type RequestLog, requestLog } from './request-log.ts';
import { lazyProbes } from '../probe/lazy-probes.ts';
import { follow, type FollowedAnswer, type FollowPorts } from './redirects.ts';
import { prepareRequest, type RequestInput } from './request-input.ts';
import { httpResponse, statusFailure } from './response.ts';
import { trustStore, type Trust } from './trust-store.ts';
import type { BasicCredentials, ClientIdentity } from '../../core/run/access.ts';
import { startTimeLimit } from './time-limit.ts';

/** Options of a session, from the journey's plan, the configuration and the machine. */
export interface HttpSessionOptions extends ReachRules {
  /** Statuses from 400 on that do not fail a request. */
  readonly allowStatus: readonly number[];
  readonly ignoreTlsErrors: boolean;
  /** PEM of authorities to trust in addition to Node's own. */
  readonly ca?: string | null;
  /** Presented to the origin of the base URL, if it asks for one. */
  readonly clientCertificate?: ClientIdentity | null;
  /** The only one to be used; default: HTTP/2 and HTTP/1.1 are offered, and the server chooses. */
  readonly protocol?: HttpProtocol | null;
  /** Sent to the origin of the base URL. */
  readonly credentials?: BasicCredentials | null;
  /** Replaces secrets in texts that are cut to a length, and in what the journey's code is handed. */
  readonly redact: Redact;
  /** Takes tokens that the client gets and passwords of URLs: `redact` replaces them from then on. */
  readonly learn?: (secret: string) => void;
  /** Default: the resolver of this machine, and well-known control names. */
  readonly names?: NameResolution;
}

/** Opens the HTTP side of one attempt, with its own connections, cookies and request log. */
export function openHttpSession(options: HttpSessionOptions, frame: RunFrame): HttpSession {
  const closing = new AbortController();
  const log = requestLog(frame, options.redact);
  const pool = poolOf(options, async (request) => openConnection(request, connectionOptions));
  const shared = { pool, log, cookies: runCookies(), admit: admission(options) };
  const connectionOptions = connectionOptionsOf(options);
  const calls = clientCalls(respond, {
    redact: options.redact,
    learn: options.learn ?? (() => undefined),
  });
  const probes = lazyProbes({
    ...shared,
    frame,
    closed: closing.signal,
    connection: connectionOptions,
    redact: options.redact,
  });

  async function respond(input: RequestInput): Promise<HttpResponse> {
    // Without a token, a request counts as started at the moment of its call.
    const known = input.token === undefined ? input : { ...input, bearer: await input.token() };
    const made = prepareRequest(known, options);
    const prepared = made instanceof Promise ? await made : made;
    const limit = startTimeLimit(prepared.timeoutMs, frame, closing.signal);
    const { followRedirects, isStrict } = prepared;
    const ports: FollowPorts = { ...shared, limit, followRedirects, isStrict };
    try {
      const answer = await follow(prepared.hop, ports);

      return checked(answer, { url: input.url, also: prepared.allowStatus }, options);
    } finally {
      limit.release();
    }
  }

  // One listener for each open request; Node would warn of a leak at eleven.
  setMaxListeners(0, frame.signal, closing.signal);
  readTrust(options.baseUrl, connectionOptions);
  frame.signal.addEventListener('abort', forget, { once: true });

  function forget(): void {
    calls.forget();
    probes.forget();
  }

  return {
    client: calls.client,
    probe: probes.client,
    ...readingsOf(log),
    close: () => {
      forget();
      closing.abort();
      pool.close();
    },
  };
}

function readingsOf(log: RequestLog): Pick<HttpSession, 'requests' | 'pending' | 'warnings'> {
  return {
    requests: () => log.records(),
    pending: () => log.pending(),
    warnings: () => log.warnings(),
  };
}

function admission(rules: ReachRules): (url: URL) => void {
  return (url) => {
    const refusal = hostRefusal(url, rules);
    if (refusal !== null) throw new RunFailure('security.blocked', `blocked: ${refusal}`);
  };
}

/** The trust store is read now, before any request is timed. */
function readTrust(baseUrl: string | null, { contextFor }: ConnectionOptions): void {
  if (baseUrl?.startsWith('https:') === true) contextFor(new URL(baseUrl));
}

/** The response, if its status is allowed; else throws. `also`: the statuses that the request allows. */
function checked(
  answer: FollowedAnswer,
  { url, also }: { readonly url: string; readonly also: readonly number[] },
  { allowStatus, baseUrl, redact }: HttpSessionOptions,
): HttpResponse {
  const response = httpResponse(answer, redact);
  const failure = statusFailure(response, answer.entry.title, {
    allowed: [...allowStatus, ...also],
    redact,
    dropped: () => droppedPath(url, baseUrl ?? ''),
  });
  if (failure !== null) throw failure;

  return response;
}

function poolOf({ protocol = null }: HttpSessionOptions, open: OpenConnection): ConnectionPool {
  return connectionPool(open, offeredProtocols(protocol));
}

function trustFor(url: URL, { ca, clientCertificate, baseUrl }: HttpSessionOptions): Trust {
  const isBase = baseUrl !== null && securePlace(new URL(baseUrl)) === securePlace(url);

  return { ca: ca ?? null, identity: isBase ? (clientCertificate ?? null) : null };
}

/** The origin behind TLS, whatever is spoken in it: `wss:`, `grpcs:` and `tls:` lead to the same servers as `https:`. */
function securePlace({ protocol, hostname, port }: URL): string {
  return protocol === 'http:' ? 'none' : `${hostname}:${port === '' ? HTTPS_PORT : port}`;
}

const HTTPS_PORT = 443;

function connectionOptionsOf(options: HttpSessionOptions): ConnectionOptions {
  return {
    ...options,
    contextFor: (url) => trustStore(trustFor(url, options)),
    names: options.names ?? machineNames(),
  };
}

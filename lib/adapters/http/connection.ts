import net from 'node:net';
import type tls from 'node:tls';
import { RunFailure } from '../../core/record/outcome.ts';
import { addressRefusal, bareHost, type ReachRules } from '../net/address-guard.ts';
import { connectTcp, NoConnection } from './connect.ts';
import { connectFailure, handshakeFailure } from './failure.ts';
import type { LoggedRequest } from './request-log.ts';
import { asError } from '../base/node-error.ts';
import type { ResolvedAddress } from '../names/look-up.ts';
import { type NameResolution, resolveName } from '../names/resolve-name.ts';
import type { Route } from './route.ts';
import { secure } from './secure.ts';
import { LimitReached, type TimeLimit } from './time-limit.ts';
import { certificateProblem, tlsFacts } from './tls-facts.ts';

/** Options for all connections of a session. */
export interface ConnectionOptions extends ReachRules {
  readonly ignoreTlsErrors: boolean;
  /** The trust store for a URL, with the certificate that identifies the client there. */
  readonly contextFor: (url: URL) => tls.SecureContext;
  readonly names: NameResolution;
}

/** Where a request goes. */
export interface RoutedRequest {
  readonly url: URL;
  readonly route: Route;
}

/** The request that a connection is opened for. */
export interface ConnectionRequest extends RoutedRequest {
  readonly entry: LoggedRequest;
  readonly limit: TimeLimit;
}

/** A connection to open. */
export interface OpenRequest extends ConnectionRequest {
  /** Protocols to offer in the TLS handshake (ALPN), the preferred one first; empty: none. */
  readonly alpn: readonly string[];
}

/** Schemes that begin with a TLS handshake. */
const SECURE_SCHEMES = ['https:', 'wss:', 'tls:', 'grpcs:'];

/**
 * Opens a new connection for a request: resolves the name, checks the addresses, connects, performs
 * the TLS handshake. Each step is timed as its phase. Throws a RunFailure or a LimitReached.
 */
export async function openConnection(
  request: OpenRequest,
  options: ConnectionOptions,
): Promise<net.Socket> {
  const { url, entry } = request;
  const context = isSecure(url) ? options.contextFor(url) : null;
  const addresses = await guardedAddresses(request, options);
  const socket = await connected(request, addresses);
  entry.facts.connection = 'new';
  entry.facts.remoteAddress = socket.remoteAddress ?? null;
  if (context === null) return socket;

  return secured(request, { socket, context, ignoreTlsErrors: options.ignoreTlsErrors });
}

/** The addresses of a request's host, of which the guard forbids none. Throws a RunFailure or a LimitReached. */
export async function guardedAddresses(
  request: ConnectionRequest,
  options: ConnectionOptions,
): Promise<readonly ResolvedAddress[]> {
  const addresses = await addressesOf(request, options);
  guard(dialled(request), addresses, options);

  return addresses;
}

/** Browsers and curl ask no server for these names: they are this machine (RFC 6761, section 6.3). */
const BELOW_LOCALHOST = /\.localhost\.?$/i;
const LOOPBACK: readonly ResolvedAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The URL whose host is connected to: the guard judges what is reached. */
function dialled({ url, route }: RoutedRequest): URL {
  return route.dial ?? url;
}

async function addressesOf(
  request: ConnectionRequest,
  { names }: ConnectionOptions,
): Promise<readonly ResolvedAddress[]> {
  const { entry, limit } = request;
  const host = bareHost(dialled(request));
  const family = net.isIP(host);
  if (family !== 0) return [{ address: host, family }];
  if (BELOW_LOCALHOST.test(host)) return LOOPBACK;
  const { clock } = entry;
  let isOpen = true;
  // The phase ends with the system's answer: what follows it, and is asked besides, is our own work.
  async function system(hostname: string): Promise<readonly ResolvedAddress[]> {
    if (isOpen && hostname === host) clock.enter('dns');
    const addresses = await names.system(hostname);
    if (isOpen && hostname === host && addresses.length > 0) clock.enter(null);

    return addresses;
  }
  try {
    const addresses = await resolveName(host, { ...names, system }, { limit });
    clock.enter(null);

    return addresses;
  } catch (error) {
    clock.stop();
    throw error;
  } finally {
    isOpen = false;
  }
}

/** One forbidden address is enough: which of several is used is chance. */
function guard(url: URL, addresses: readonly ResolvedAddress[], rules: ReachRules): void {
  for (const { address } of addresses) {
    const refusal = addressRefusal(url, address, rules);
    if (refusal !== null) throw new RunFailure('security.blocked', `blocked: ${refusal}`);
  }
}

async function connected(
  request: ConnectionRequest,
  addresses: readonly ResolvedAddress[],
): Promise<net.Socket> {
  const { entry, limit } = request;
  const url = dialled(request);
  const port = Number(url.port === '' ? defaultPort(url) : url.port);
  entry.clock.enter('tcp');
  try {
    const socket = await connectTcp(addresses, port, limit.signal);
    entry.clock.enter(null);

    return socket;
  } catch (error) {
    entry.clock.stop();
    throw error instanceof NoConnection ? await connectFailure(error, port) : error;
  }
}

interface Unsecured {
  readonly socket: net.Socket;
  readonly context: tls.SecureContext;
  readonly ignoreTlsErrors: boolean;
}

async function secured(
  { url, route, entry, limit, alpn }: OpenRequest,
  { socket, context, ignoreTlsErrors }: Unsecured,
): Promise<tls.TLSSocket> {
  const host = route.serverName ?? bareHost(url);
  entry.clock.enter('tls');
  try {
    const session = await secure(socket, host, { context, signal: limit.signal, alpn });
    entry.clock.enter(null);
    entry.facts.tls = tlsFacts(session);
    const problem = ignoreTlsErrors ? null : certificateProblem(session, host);
    if (problem === null) return session;
    session.destroy();
    throw new RunFailure('target.tls', problem);
  } catch (error) {
    entry.clock.stop();
    if (error instanceof RunFailure || error instanceof LimitReached) throw error;
    throw handshakeFailure(asError(error), alpn);
  }
}

/** Whether a connection for a URL begins with a TLS handshake. */
export function isSecure({ protocol }: URL): boolean {
  return SECURE_SCHEMES.includes(protocol);
}

function defaultPort(url: URL): number {
  return isSecure(url) ? 443 : 80;
}

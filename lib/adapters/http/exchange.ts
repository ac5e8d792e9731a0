import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import tls from 'node:tls';
import { RunFailure } from '../../core/record/outcome.ts';
import { bareHost } from '../net/address-guard.ts';
import { declaredLength, readBody } from './body.ts';
import { exchangeFailure, limitFailure, MAX_HEADER_BYTES } from './failure.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { errorCode } from '../base/node-error.ts';
import type { AgentRequestOptions, SessionAgents } from './session-agents.ts';
import { LimitReached, reasonOf, type TimeLimit } from './time-limit.ts';
import { tlsFacts } from './tls-facts.ts';

/** One request to send: a call's first request or a redirect's. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** Collaborators and limits of {@link exchange}. */
export interface ExchangePorts {
  readonly agents: SessionAgents;
  readonly log: RequestLog;
  readonly limit: TimeLimit;
  /** Throws a RunFailure if the hop's host is forbidden. */
  readonly admit: (url: URL) => void;
  /** Whether a response is a redirect that is followed, so that its body is not needed. */
  readonly isFollowed: (response: http.IncomingMessage) => boolean;
}

/** A response with its complete body. */
export interface Answer {
  readonly response: http.IncomingMessage;
  readonly body: Buffer;
  readonly entry: LoggedRequest;
}

/** Idempotent methods, which may be sent twice (RFC 9110, section 9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'];

/**
 * A redirect's body is read only to reuse the connection, and only if it is known to be smaller.
 */
const READ_REDIRECT_BYTES = 64 * 1024;

/** Thrown when the server closed an idle connection while a request was sent over it. */
class StaleConnection extends Error {}

/**
 * Sends one request and reads the whole response. A reused connection that turns out to be closed
 * is not the target's failure: an idempotent request is sent again on a new connection, and both
 * tries are in the log.
 */
export async function exchange(hop: Hop, ports: ExchangePorts): Promise<Answer> {
  try {
    return await tryOnce(hop, ports);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    ports.agents.dropIdle();

    return tryOnce(hop, ports);
  }
}

async function tryOnce(hop: Hop, ports: ExchangePorts): Promise<Answer> {
  const entry = ports.log.open(hop.method, hop.url);
  try {
    ports.admit(hop.url);
    const response = await send(hop, ports, entry);
    entry.facts.status = response.statusCode ?? null;
    entry.facts.protocol = `http/${response.httpVersion}`;
    entry.answered(response.headers);
    const body = ports.isFollowed(response)
      ? await skipBody(response, ports, entry)
      : await readBody(response, { entry, signal: ports.limit.signal });
    entry.end(null);

    return { response, body, entry };
  } catch (error) {
    throw ended(error, entry);
  }
}

/**
 * Ends the request's log entry with an error and returns the error for the journey, which names the
 * request.
 */
function ended(error: unknown, entry: LoggedRequest): unknown {
  entry.clock.stop();
  if (error instanceof StaleConnection) {
    entry.end(error.message);

    return error;
  }
  const failure = error instanceof LimitReached ? limitFailure(error, entry) : error;
  if (!(failure instanceof RunFailure)) {
    entry.end(String(failure));

    return failure;
  }
  entry.end(failure.message);

  return new RunFailure(failure.code, `${entry.title}: ${failure.message}`, { cause: failure });
}

async function skipBody(
  response: http.IncomingMessage,
  { limit }: ExchangePorts,
  entry: LoggedRequest,
): Promise<Buffer> {
  const known = response.headers['content-length'] !== undefined || entry.method === 'HEAD';
  if (known && declaredLength(response, entry.method) <= READ_REDIRECT_BYTES) {
    try {
      return await readBody(response, { entry, signal: limit.signal });
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      entry.end(error.message);
    }
  }
  entry.clock.stop();
  response.on('error', () => undefined);
  response.destroy();

  return Buffer.alloc(0);
}

async function send(
  hop: Hop,
  ports: ExchangePorts,
  entry: LoggedRequest,
): Promise<http.IncomingMessage> {
  const { signal } = ports.limit;
  const options = requestOptions(hop, ports, entry);
  const listening = new AbortController();
  try {
    return await new Promise<http.IncomingMessage>((resolve, reject) => {
      const request =
        options.protocol === 'https:' ? https.request(options) : http.request(options);
      const counted = clockRequest(request, entry);
      let answered = false;
      request.on('response', (response) => {
        answered = true;
        request.on('error', (error) => response.destroy(error));
        resolve(response);
      });
      request.on('upgrade', (_response, socket) => {
        socket.destroy();
        fail(new RunFailure('target.protocol', 'the server switched to another protocol (101)'));
      });
      request.on('error', fail);
      // For every other end of a request, so that nothing waits forever.
      request.on('close', () => fail(new Error('the request was closed without an answer')));
      // Before there is a socket, opening the connection handles the time-out.
      request.on('socket', () => {
        signal.addEventListener('abort', onAbort, { signal: listening.signal });
        if (signal.aborted) onAbort();
      });
      request.end(hop.body ?? undefined);

      function onAbort(): void {
        request.destroy();
        fail(reasonOf(signal));
      }

      function fail(error: Error): void {
        if (answered) return;
        entry.clock.stop();
        reject(sendFailure(error, entry, counted()));
      }
    });
  } finally {
    listening.abort();
  }
}

function requestOptions(
  hop: Hop,
  { agents, limit }: ExchangePorts,
  entry: LoggedRequest,
): AgentRequestOptions {
  const { url } = hop;

  return {
    protocol: url.protocol,
    hostname: bareHost(url),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method: hop.method,
    headers: hop.headers,
    agent: agents.agentFor(url),
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionRequest: { url, entry, limit },
  };
}

/**
 * Times `send`, `wait` and the start of `receive`. The returned function gives the bytes received
 * so far.
 */
function clockRequest(request: http.ClientRequest, entry: LoggedRequest): () => number {
  const { clock, facts } = entry;
  let receivedBytes = 0;

  function onData(chunk: Buffer): void {
    receivedBytes += chunk.length;
    if (clock.current() !== 'receive') clock.enter('receive');
  }

  request.on('socket', (socket: net.Socket) => {
    clock.enter('send');
    if (request.reusedSocket) {
      facts.connection = 'reused';
      facts.remoteAddress = socket.remoteAddress ?? null;
      facts.tls = socket instanceof tls.TLSSocket ? tlsFacts(socket) : null;
    }
    socket.prependListener('data', onData);
    request.on('response', () => socket.removeListener('data', onData));
    request.on('close', () => socket.removeListener('data', onData));
  });
  // An answer may begin before the whole request is sent; then there is no `wait` phase.
  request.on('finish', () => {
    if (clock.current() === 'send') clock.enter('wait');
  });

  return () => receivedBytes;
}

function sendFailure(error: Error, entry: LoggedRequest, receivedBytes: number): Error {
  if (error instanceof RunFailure || error instanceof LimitReached) return error;
  const broken = ['ECONNRESET', 'EPIPE'].includes(errorCode(error));
  const stale = broken && entry.facts.connection === 'reused' && receivedBytes === 0;
  if (!stale) return exchangeFailure(error, receivedBytes);
  if (IDEMPOTENT.includes(entry.method)) {
    return new StaleConnection(
      'the server closed the reused connection without an answer; the request was sent again on a new one',
      { cause: error },
    );
  }

  return new RunFailure(
    'target.protocol',
    `the server closed the reused connection without an answer, and ${entry.method} must not be sent twice`,
    { cause: error },
  );
}

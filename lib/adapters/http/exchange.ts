import type net from 'node:net';
import tls from 'node:tls';
import type { Malformation } from '../../core/record/malformation.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import type { Framing } from './answer-framing.ts';
import type { AnswerHead } from './answer-head.ts';
import type { ConnectionPool, TakenConnection } from './connection-pool.ts';
import { abandon, converse, type ConversationOptions } from './conversation.ts';
import { limitFailure } from './failure.ts';
import { converseH2 } from './h2/h2-conversation.ts';
import type { Conversation } from './incoming-answer.ts';
import { readableAfterRefusal } from './patient-socket.ts';
import type { Route } from './route.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { SentAgain, unanswered } from './sent-again.ts';
import { LimitReached, type TimeLimit } from './time-limit.ts';
import { tlsFacts } from './tls-facts.ts';

/** One request to send: a call's first request or a redirect's. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Whether it may be sent twice. */
  readonly isRepeatable: boolean;
  readonly route: Route;
}

/** Collaborators and limits of {@link exchange}. */
export interface ExchangePorts {
  readonly pool: ConnectionPool;
  readonly log: RequestLog;
  readonly limit: TimeLimit;
  /** Throws a RunFailure if the hop's host is forbidden. */
  readonly admit: (url: URL) => void;
  /** Whether an answer is a redirect that is followed, so that its body is not needed. */
  readonly isFollowed: (head: AnswerHead) => boolean;
  /** Whether a malformed answer fails instead of being noted. */
  readonly isStrict: boolean;
}

/** A response with its complete body. */
export interface Answer {
  readonly head: AnswerHead;
  readonly body: Buffer;
  readonly entry: LoggedRequest;
}

/**
 * A redirect's body is read only to reuse the connection, and only if it is known to be smaller.
 */
const READ_REDIRECT_BYTES = 64 * 1024;

/**
 * Sends one request and reads the whole response. A reused connection that turns out to be closed
 * is not the target's failure, nor is a request that the server says it has not processed: it is sent
 * again on a new connection, and both tries are in the log. A request that may not be sent twice gets a
 * new connection to begin with.
 */
export async function exchange(
  hop: Hop,
  ports: ExchangePorts,
  before: readonly SentAgain['why'][] = [],
): Promise<Answer> {
  try {
    return await tryOnce(hop, ports);
  } catch (error) {
    if (!(error instanceof SentAgain)) throw error;
    if (before.includes(error.why)) throw error.failure;
    if (error.why === 'http/1.1') ports.pool.avoidH2(hop);
    else ports.pool.renew(hop);

    return exchange(hop, ports, [...before, error.why]);
  }
}

async function tryOnce(hop: Hop, ports: ExchangePorts): Promise<Answer> {
  const entry = ports.log.open(hop.method, hop.url);
  try {
    ports.admit(hop.url);
    if (hop.route.dial !== null) ports.admit(hop.route.dial);
    const taken = await ports.pool.take({
      url: hop.url,
      route: hop.route,
      entry,
      limit: ports.limit,
      mayReuse: hop.isRepeatable,
    });
    noteConnection(taken, entry);
    const answer = await answerOver(taken, hop, { ...ports, entry });
    entry.end(null);

    return answer;
  } catch (error) {
    throw ended(error, entry);
  }
}

function noteConnection({ socket, h2, isReused }: TakenConnection, { facts }: LoggedRequest): void {
  if (!isReused) {
    if (h2 === null) readableAfterRefusal(socket);

    return;
  }
  facts.connection = 'reused';
  facts.remoteAddress = socket.remoteAddress ?? null;
  facts.tls = socket instanceof tls.TLSSocket ? tlsFacts(socket) : null;
}

async function answerOver(
  { socket, h2, isReused }: TakenConnection,
  hop: Hop,
  ports: ExchangePorts & { readonly entry: LoggedRequest },
): Promise<Answer> {
  const { entry, limit, pool } = ports;
  let followed: AnswerHead | null = null;
  try {
    const options: ConversationOptions = {
      hop,
      entry,
      signal: limit.signal,
      wantsBody: (found, framing) => {
        if (!ports.isFollowed(found)) return true;
        followed = found;

        return isShort(framing);
      },
      note: (malformation) => {
        entry.facts.malformed.add(malformation);
        if (ports.isStrict) throw refused(malformation);
      },
    };
    const done = await (h2 === null ? converse(socket, options) : converseH2(h2, options));
    const { head, decoder, idleMs } = done;
    if (h2 === null) keep(socket, hop, { idleMs, pool });

    return { head, body: (await decoder?.end()) ?? Buffer.alloc(0), entry };
  } catch (error) {
    // The body of a redirect that is followed may be whatever it is: nothing depends on it.
    if (followed !== null && error instanceof RunFailure && !ports.isStrict) {
      entry.end(error.message);

      return { head: followed, body: Buffer.alloc(0), entry };
    }
    throw unanswered(error, {
      isRepeatable: hop.isRepeatable,
      isReused,
      mayFallBack: pool.offered.includes('http/1.1'),
    });
  }
}

/** Keeps a connection in HTTP/1.1 for the next request, if it may be. */
function keep(socket: net.Socket, hop: Hop, { idleMs, pool }: KeptConnection): void {
  if (idleMs === 0) abandon(socket);
  else pool.release(hop, socket, idleMs);
}

interface KeptConnection extends Pick<Conversation, 'idleMs'> {
  readonly pool: ConnectionPool;
}

function isShort(framing: Framing): boolean {
  return framing.kind === 'length' && framing.bytes <= READ_REDIRECT_BYTES;
}

const OF_BODIES: readonly Malformation[] = [
  'unknown-encoding',
  'chunk-line',
  'bytes-after-body',
  'bytes-after-compression',
  'compression-cut',
];

function refused(malformation: Malformation): RunFailure {
  const cause = OF_BODIES.includes(malformation) ? 'target.body' : 'target.protocol';
  const reason = `the answer is malformed (${malformation}), which browsers tolerate and strict: true does not`;

  return new RunFailure(cause, reason);
}

/**
 * Ends the request's log entry with an error and returns the error for the journey, which names the
 * request.
 */
function ended(error: unknown, entry: LoggedRequest): unknown {
  entry.clock.stop();
  if (error instanceof SentAgain) {
    entry.end(error.message);
    error.failure = named(error.failure, entry);

    return error;
  }
  const failure = error instanceof LimitReached ? limitFailure(error, entry) : error;
  if (!(failure instanceof RunFailure)) {
    entry.end(String(failure));

    return failure;
  }
  entry.end(failure.message);

  return named(failure, entry);
}

function named(failure: RunFailure, { title }: LoggedRequest): RunFailure {
  return new RunFailure(failure.code, `${title}: ${failure.message}`, { cause: failure });
}

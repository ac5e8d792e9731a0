import dgram from 'node:dgram';
import net from 'node:net';
import { type Cause, RunFailure } from '../../core/record/outcome.ts';
import type { FailedAttempt, NoConnection } from './connect.ts';
import { asError, errorCode } from '../base/node-error.ts';
import type { LoggedRequest } from './request-log.ts';
import type { RequestPhase } from './phase-clock.ts';
import type { LimitReached } from './time-limit.ts';

/** Limit of a response's status line and headers together. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** What this machine lacks when a socket call fails with these codes, and whom that blames: us. */
const OWN_TROUBLE: ReadonlyMap<string, readonly [Cause, string]> = new Map([
  ['ENOMEM', ['monitor.memory', 'this machine has no memory left for the connection']],
  ['ENOBUFS', ['monitor.memory', 'this machine has no buffer space left for the connection']],
  ['EMFILE', ['monitor.unknown', 'this process has no file handle left for the connection']],
  ['ENFILE', ['monitor.unknown', 'this machine has no file handle left for the connection']],
  ['EADDRNOTAVAIL', ['monitor.network', 'this machine has no local address or port for it']],
  ['ENETDOWN', ['monitor.network', "this machine's network is down"]],
  ['EPERM', ['monitor.network', 'this machine does not permit the connection']],
  ['EACCES', ['monitor.network', 'this machine does not permit the connection']],
  ['EAFNOSUPPORT', ['monitor.network', 'this machine does not speak that address family']],
]);

const NO_ROUTE = ['ENETUNREACH', 'EHOSTUNREACH'];

/** A failure that no rule explains: what cannot be classified is the monitor's. */
export function unexplained(error: unknown): RunFailure {
  const text = asError(error).message;
  const code = errorCode(error);
  const reason = `failed in a way that has no known cause: ${text}${code === '' ? '' : ` (${code})`}`;

  return new RunFailure('monitor.unknown', reason, { cause: error });
}

/** Why no address could be connected to. One that blames the target outweighs those that blame us. */
export async function connectFailure(none: NoConnection, port: number): Promise<RunFailure> {
  const failures = await Promise.all(none.attempts.map((attempt) => attemptFailure(attempt, port)));
  const targets = failures.filter(({ code }) => code.startsWith('target.'));
  const shown = targets.length > 0 ? targets : failures;
  const reason = shown.map(({ message }) => message).join('; ');

  return new RunFailure(shown[0]?.code ?? 'monitor.unknown', reason, { cause: none });
}

async function attemptFailure(attempt: FailedAttempt, port: number): Promise<RunFailure> {
  const { error } = attempt;
  const code = errorCode(error);
  const place = net.isIPv6(attempt.address)
    ? `[${attempt.address}]:${port}`
    : `${attempt.address}:${port}`;
  const own = ownTrouble(error);
  if (own !== null) return new RunFailure(own.code, `${place}: ${own.message}`, { cause: error });
  if (code === 'ECONNREFUSED') return connect(`connection refused by ${place}`, error);
  if (code === 'ECONNRESET') return connect(`connection reset by ${place}`, error);
  if (code === 'ETIMEDOUT') return connect(`no answer from ${place} to any attempt`, error);
  if (!NO_ROUTE.includes(code)) return unexplained(error);
  if (await hasRoute(attempt.address)) return connect(`${place} is unreachable (${code})`, error);
  const reason = `this machine has no route to ${place} (${code})`;

  return new RunFailure('monitor.network', reason, { cause: error });
}

function connect(reason: string, cause: Error): RunFailure {
  return new RunFailure('target.connect', reason, { cause });
}

/**
 * Whether this machine has a way towards an address, by asking its own kernel: connecting a UDP
 * socket looks the route up and sends nothing.
 */
async function hasRoute(address: string): Promise<boolean> {
  const socket = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4');
  const discardPort = 9;
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.connect(discardPort, address, (error?: Error) => resolve(error === undefined));
    });
  } finally {
    socket.close();
  }
}

/** The failure when an error says that this machine lacks something; else null. */
export function ownTrouble(error: unknown): RunFailure | null {
  const code = errorCode(error);
  const known = OWN_TROUBLE.get(code);
  if (known === undefined) return null;
  const [cause, reason] = known;

  return new RunFailure(cause, `${reason} (${code})`, { cause: error });
}

/** Why a TLS handshake did not come to its end. */
export function handshakeFailure(error: Error): RunFailure {
  const code = errorCode(error);
  const own = ownTrouble(error);
  if (own !== null) return own;
  if (['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)) {
    return tls('the server broke the connection off during the TLS handshake', error);
  }
  if (code !== 'EPROTO' && !/^ERR_(SSL|TLS)_/.test(code)) return unexplained(error);

  return tls(`the TLS handshake failed: ${handshakeReason(error, code)}`, error);
}

function tls(reason: string, cause: Error): RunFailure {
  return new RunFailure('target.tls', reason, { cause });
}

/** OpenSSL's own words, with the ones that people meet said plainly. */
function handshakeReason(error: Error, code: string): string {
  const reason = 'reason' in error ? String(error.reason) : error.message.trim();
  if (/wrong version number|packet length too long|http request/.test(reason)) {
    return `the server does not speak TLS on this port (${reason})`;
  }
  if (/protocol version|unsupported protocol/.test(reason)) {
    return `the server and this machine have no TLS version in common (${reason})`;
  }

  return reason === '' ? code : reason;
}

/** Why no response came over a connection that stood. */
export function exchangeFailure(error: Error, receivedBytes: number): RunFailure {
  const own = ownTrouble(error);
  if (own !== null) return own;
  const code = errorCode(error);
  if (code === 'HPE_HEADER_OVERFLOW') {
    return protocol(`the response's headers are larger than ${MAX_HEADER_BYTES / 1024} KB`, error);
  }
  if (code.startsWith('HPE_')) return protocol(`the answer is not HTTP: ${garbage(error)}`, error);
  if (code === 'ECONNRESET' || code === 'EPIPE') return broken(error, receivedBytes);
  if (code === 'ETIMEDOUT') return protocol('the connection went silent (ETIMEDOUT)', error);
  if (/^ERR_(SSL|TLS)_/.test(code) || code === 'EPROTO') {
    return tls(`the TLS session failed: ${handshakeReason(error, code)}`, error);
  }

  return unexplained(error);
}

function broken(error: Error, receivedBytes: number): RunFailure {
  const how = 'syscall' in error ? 'reset the connection' : 'closed the connection';
  const when =
    receivedBytes === 0
      ? 'without sending a byte of an answer'
      : `in the middle of the response's headers, after ${receivedBytes} bytes`;

  return protocol(`the server ${how} ${when}`, error);
}

function protocol(reason: string, cause: Error): RunFailure {
  return new RunFailure('target.protocol', reason, { cause });
}

/** How much of an answer that is not HTTP a message shows. */
const GARBAGE_BYTES = 40;

function garbage(error: Error): string {
  const raw: unknown = 'rawPacket' in error ? error.rawPacket : null;
  if (!Buffer.isBuffer(raw)) return error.message;
  const start = JSON.stringify(raw.toString('latin1', 0, GARBAGE_BYTES));

  return `it begins with ${start} (${error.message})`;
}

const WAITING_FOR: Readonly<Record<RequestPhase, string>> = {
  dns: 'waiting for its name to be resolved',
  tcp: 'waiting for the connection to be accepted',
  tls: 'waiting for the TLS handshake',
  send: 'sending the request',
  wait: 'waiting for the first byte of the answer',
  receive: 'receiving the answer',
};

/** Says what a request that ran out of time was waiting for. */
export function limitFailure(error: LimitReached, entry: LoggedRequest): RunFailure {
  if (error.kind === 'closed') {
    return new RunFailure('journey.exception', 'the run ended before the answer was complete');
  }
  const phase = entry.clock.current();
  const waiting = phase === null ? 'preparing the request' : WAITING_FOR[phase];
  const whose = error.kind === 'request' ? '' : " (what was left of the journey's time)";
  const reason = `timed out after ${error.limitMs} ms${whose}, ${waiting}${receivedSoFar(entry)}`;

  return new RunFailure('target.timeout', reason, { cause: error });
}

function receivedSoFar({ facts, clock }: LoggedRequest): string {
  const ms = clock.read().phases.receiveMs;
  if (facts.sizeBytes === null || ms === null) return '';

  return `: ${facts.sizeBytes} bytes of the body came in ${Math.round(ms)} ms`;
}

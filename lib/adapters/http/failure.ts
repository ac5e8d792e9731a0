import net from 'node:net';
import { types } from 'node:util';
import { inWholeUnits } from '../../core/base/whole-units.ts';
import { type Cause, RunFailure } from '../../core/record/outcome.ts';
import type { FailedAttempt, NoConnection } from './connect.ts';
import { asError, errorCode } from '../base/node-error.ts';
import { noCommonProtocol } from './protocols.ts';
import type { LoggedRequest } from './request-log.ts';
import type { RequestPhase } from './phase-clock.ts';
import { ownRouteProblem } from '../net/own-route.ts';
import type { LimitReached } from './time-limit.ts';

/** Socket errors that are the fault of this machine, with their cause and message. */
const LOCAL_FAILURES: ReadonlyMap<string, readonly [Cause, string]> = new Map([
  ['ENOMEM', ['monitor.memory', 'this machine has no memory left for the connection']],
  ['ENOBUFS', ['monitor.memory', 'this machine has no buffer space left for the connection']],
  ['EMFILE', ['monitor.unknown', 'this process has no file handle left for the connection']],
  ['ENFILE', ['monitor.unknown', 'this machine has no file handle left for the connection']],
  [
    'EADDRNOTAVAIL',
    ['monitor.network', 'this machine has no free local address or port for the connection'],
  ],
  ['ENETDOWN', ['monitor.network', "this machine's network is down"]],
  ['EPERM', ['monitor.network', 'this machine does not permit the connection']],
  ['EACCES', ['monitor.network', 'this machine does not permit the connection']],
  ['EAFNOSUPPORT', ['monitor.network', 'this machine does not support that address family']],
]);

const NO_ROUTE = ['ENETUNREACH', 'EHOSTUNREACH'];

/** A failure that no rule classifies. It counts as `monitor.unknown`, never against the target. */
export function unknownFailure(error: unknown): RunFailure {
  const text = asError(error).message;
  const code = errorCode(error);
  const reason = `failed for an unknown reason: ${text}${code === '' ? '' : ` (${code})`}`;

  return new RunFailure('monitor.unknown', reason, { cause: error });
}

/**
 * Why no address could be connected to. Failures of the target take precedence over those of this
 * machine.
 */
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
  const own = localFailure(error);
  if (own !== null) return new RunFailure(own.code, `${place}: ${own.message}`, { cause: error });
  if (code === 'ECONNREFUSED') return connect(`connection refused by ${place}`, error);
  if (code === 'ECONNRESET') return connect(`connection reset by ${place}`, error);
  if (code === 'ETIMEDOUT') return connect(`${place} did not answer any connection attempt`, error);
  if (!NO_ROUTE.includes(code)) return unknownFailure(error);
  const problem = await ownRouteProblem(attempt.address);
  if (problem === null) return connect(`${place} is unreachable (${code})`, error);

  return new RunFailure('monitor.network', `${problem} to ${place} (${code})`, { cause: error });
}

function connect(reason: string, cause: Error): RunFailure {
  return new RunFailure('target.connect', reason, { cause });
}

/** The failure if an error is this machine's own, such as missing memory; else null. */
export function localFailure(error: unknown): RunFailure | null {
  const code = errorCode(error);
  const known = LOCAL_FAILURES.get(code);
  if (known === undefined) return null;
  const [cause, reason] = known;

  return new RunFailure(cause, `${reason} (${code})`, { cause: error });
}

/** Why a TLS handshake failed. */
export function handshakeFailure(error: Error, offered: readonly string[]): RunFailure {
  const code = errorCode(error);
  const own = localFailure(error);
  if (own !== null) return own;
  if (['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)) {
    return tls('the server closed the connection during the TLS handshake', error);
  }
  if (/no application protocol/.test(openSslReason(error))) return noCommonProtocol(offered, error);
  if (code !== 'EPROTO' && !/^ERR_(SSL|TLS)_/.test(code)) return unknownFailure(error);

  return tls(`the TLS handshake failed: ${handshakeReason(error, code)}`, error);
}

function tls(reason: string, cause: Error): RunFailure {
  return new RunFailure('target.tls', reason, { cause });
}

/** OpenSSL's message, with common ones explained. */
function handshakeReason(error: Error, code: string): string {
  const reason = openSslReason(error);
  if (/wrong version number|packet length too long|http request/.test(reason)) {
    return `the server does not use TLS on this port (${reason})`;
  }
  if (/protocol version|unsupported protocol/.test(reason)) {
    return `the server and this machine have no TLS version in common (${reason})`;
  }

  const explained = CERTIFICATE_ALERTS.find(([alert]) => alert.test(reason))?.[1];

  return explained === undefined ? reason || code : `${explained} (${reason})`;
}

function openSslReason(error: Error): string {
  return 'reason' in error ? String(error.reason) : error.message.trim();
}

/** What servers answer that want to know the client (RFC 8446, section 6.2; TLS 1.2 has no alert of its own for it). */
const CERTIFICATE_ALERTS: readonly (readonly [RegExp, string])[] = [
  [
    /alert certificate required/,
    'the server requires a client certificate; the option clientCertificate of the journey sets one',
  ],
  [
    /alert handshake failure/,
    'the server refused the handshake: it has no cipher in common with this machine, or requires a client certificate, which the option clientCertificate of the journey sets',
  ],
  [
    /alert (unknown ca|bad certificate|unsupported certificate|certificate (revoked|expired|unknown)|access denied)/,
    'the server does not accept the client certificate',
  ],
];

/** Why an established connection gave no response; the error's cause is null where it just ended. */
export function exchangeFailure({ cause }: Error, receivedBytes: number | null): RunFailure {
  if (!types.isNativeError(cause)) return brokenConnection(cause, receivedBytes);
  const own = localFailure(cause);
  if (own !== null) return own;
  const code = errorCode(cause);
  if (code === 'ECONNRESET' || code === 'EPIPE') return brokenConnection(cause, receivedBytes);
  if (code === 'ETIMEDOUT')
    return protocol('the server stopped answering on the open connection (ETIMEDOUT)', cause);
  if (/^ERR_(SSL|TLS)_/.test(code) || code === 'EPROTO') {
    return tls(`the TLS session failed: ${handshakeReason(cause, code)}`, cause);
  }

  return unknownFailure(cause);
}

function brokenConnection(error: unknown, receivedBytes: number | null): RunFailure {
  const how = types.isNativeError(error) ? 'reset the connection' : 'closed the connection';

  return protocol(`the server ${how} ${placeOf(receivedBytes)}`, error);
}

function placeOf(receivedBytes: number | null): string {
  if (receivedBytes === null) return 'before the head of an answer was complete';
  if (receivedBytes === 0) return 'before the first byte of an answer';

  return `within the response headers, after ${receivedBytes} bytes`;
}

function protocol(reason: string, cause: unknown): RunFailure {
  return new RunFailure('target.protocol', reason, { cause });
}

const WAITING_FOR: Readonly<Record<RequestPhase, string>> = {
  dns: 'waiting for its name to be resolved',
  tcp: 'waiting for the connection to be accepted',
  tls: 'waiting for the TLS handshake',
  send: 'sending the request',
  wait: 'waiting for the answer',
  receive: 'receiving the answer',
};

/** The failure of a request that timed out: the limit and the phase it was in. */
export function limitFailure(error: LimitReached, entry: LoggedRequest): RunFailure {
  if (error.kind === 'closed') {
    return new RunFailure('journey.exception', 'the run ended before the answer was complete');
  }
  const phase = entry.clock.current();
  const known = phase === null ? 'preparing the request' : WAITING_FOR[phase];
  const waiting = error.waiting ?? known;
  const whose = error.kind === 'request' ? '' : " (the rest of the journey's time-out)";
  const reason = `timed out after ${inWholeUnits(error.limitMs)}${whose}, ${waiting}${receivedSoFar(entry)}`;

  return new RunFailure('target.timeout', reason, { cause: error });
}

function receivedSoFar({ facts, clock }: LoggedRequest): string {
  const ms = clock.read().phases.receiveMs;
  if (facts.sizeBytes === null || ms === null) return '';

  return `: ${facts.sizeBytes} bytes of the body arrived in ${Math.round(ms)} ms`;
}

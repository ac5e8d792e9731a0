import net from 'node:net';
import tls from 'node:tls';
import type { FailureReason } from '../../../core/ports.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import { type NameResolution, resolveName } from '../../names/resolve-name.ts';
import { bareHost } from '../../net/address-guard.ts';
import { errorText } from '../../../core/base/error-text.ts';

/** Time limit of a probe. */
const PROBE_DEADLINE_MS = 5_000;

/** Time limit of a look-up for a conclusion: a name is asked for at least five times within it. */
const LOOKUP_DEADLINE_MS = 6_000;

/** A look-up for a conclusion: the first address, or why there is none. */
export type NameProbe =
  | { readonly kind: 'found'; readonly address: string }
  | { readonly kind: 'failed'; readonly failure: FailureReason };

/** Looks up a URL's name as API journeys do, with a time of its own. */
export async function probeName(url: URL, names: NameResolution): Promise<NameProbe> {
  const host = bareHost(url);
  if (net.isIP(host) !== 0) return { kind: 'found', address: host };
  const limit = {
    signal: new AbortController().signal,
    remainingMs: () => LOOKUP_DEADLINE_MS,
  };
  try {
    const [first] = await resolveName(host, names, { limit, deadlineMs: LOOKUP_DEADLINE_MS });

    return { kind: 'found', address: first?.address ?? host };
  } catch (error) {
    const cause = error instanceof RunFailure ? error.code : 'monitor.dns';

    return {
      kind: 'failed',
      failure: { cause, message: `Cannot open ${url.href}: ${errorText(error)}` },
    };
  }
}

/** Why a name does not resolve; null: it does. */
export async function nameFailure(url: URL, names: NameResolution): Promise<FailureReason | null> {
  const probe = await probeName(url, names);

  return probe.kind === 'failed' ? probe.failure : null;
}

/**
 * Everything that is wrong with the certificate that a server shows, as clauses; null: nothing. Unlike
 * `certificateProblem` it does not stop at the first problem, because a browser names another one.
 */
export async function probeCertificate(url: URL): Promise<string | null> {
  const host = bareHost(url);
  const socket = await handshake(url, host);
  if (socket === null) return null;
  const certificate = socket.getPeerCertificate();
  const trusted = socket.authorized;
  socket.destroy();
  const problems = [
    ...dateProblems(certificate),
    ...nameProblems(host, certificate),
    ...(trusted ? [] : issuerProblems(certificate)),
  ];

  return problems.length === 0 ? null : problems.join('; ');
}

/**
 * Whether a server accepts a connection from this process, with TLS where the URL asks for it. `address`
 * is the name's: another look-up could be lost, too.
 */
export async function acceptsConnection(url: URL, address: string): Promise<boolean> {
  if (url.protocol === 'https:') {
    const secured = await handshake(url, address);
    secured?.destroy();

    return secured !== null;
  }
  const socket = net.connect({
    host: address,
    port: url.port === '' ? 80 : Number(url.port),
    timeout: PROBE_DEADLINE_MS,
  });

  return new Promise((resolve) => {
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.on('error', () => end(false));

    function end(isAccepted: boolean): void {
      socket.destroy();
      resolve(isAccepted);
    }
  });
}

async function handshake(url: URL, address: string): Promise<tls.TLSSocket | null> {
  const host = bareHost(url);
  const socket = tls.connect({
    host: address,
    port: url.port === '' ? 443 : Number(url.port),
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: false,
    timeout: PROBE_DEADLINE_MS,
  });

  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(socket));
    socket.once('timeout', giveUp);
    socket.on('error', giveUp);

    function giveUp(): void {
      socket.destroy();
      resolve(null);
    }
  });
}

function dateProblems(certificate: tls.PeerCertificate): readonly string[] {
  const from = Date.parse(certificate.valid_from);
  const to = Date.parse(certificate.valid_to);
  if (Date.now() > to) return [`the certificate expired on ${new Date(to).toISOString()}`];
  if (Date.now() < from) {
    return [
      `the certificate is not yet valid: its validity starts on ${new Date(from).toISOString()}`,
    ];
  }

  return [];
}

function nameProblems(host: string, certificate: tls.PeerCertificate): readonly string[] {
  if (tls.checkServerIdentity(host, certificate) === undefined) return [];
  const names = certificate.subjectaltname?.replaceAll(/(DNS|IP Address):/g, '');

  return [`the certificate is for ${names ?? 'no name at all'}, not for ${host}`];
}

function issuerProblems(certificate: tls.PeerCertificate): readonly string[] {
  const own = JSON.stringify(certificate.subject) === JSON.stringify(certificate.issuer);
  if (own) return ['the certificate is self-signed'];
  const { CN, O } = certificate.issuer;
  const issuer = [CN, O].flat().find((name) => name !== undefined) ?? 'an unnamed issuer';

  return [`its issuer (${issuer}) is not trusted on this machine`];
}

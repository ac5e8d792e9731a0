import net from 'node:net';
import tls from 'node:tls';
import type { FailureReason } from '../../../core/ports.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import { resolveName, systemLookup } from '../../http/resolve.ts';
import { bareHost } from '../../net/address-guard.ts';
import { errorText } from '../../../core/base/error-text.ts';

/** Time limit of a probe. */
const PROBE_DEADLINE_MS = 5_000;

/** Why a name does not resolve, by a look-up of our own; null: it resolves. */
export async function nameFailure(url: URL, controlHost: string): Promise<FailureReason | null> {
  const host = bareHost(url);
  if (net.isIP(host) !== 0) return null;
  const limit = {
    signal: AbortSignal.timeout(2 * PROBE_DEADLINE_MS),
    limitMs: 2 * PROBE_DEADLINE_MS,
    release: () => undefined,
  };
  try {
    await resolveName(host, {
      lookup: systemLookup,
      controlLookup: systemLookup,
      controlHost,
      limit,
    });

    return null;
  } catch (error) {
    const known = error instanceof RunFailure;
    const reason = errorText(error);

    return {
      cause: known ? error.code : 'monitor.dns',
      message: `Cannot open ${url.href}: ${reason}`,
    };
  }
}

/**
 * Everything that is wrong with the certificate that a server shows, as clauses; null: nothing. Unlike
 * `certificateProblem` it does not stop at the first problem, because a browser names another one.
 */
export async function probeCertificate(url: URL): Promise<string | null> {
  const host = bareHost(url);
  const socket = await handshake(url);
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

async function handshake(url: URL): Promise<tls.TLSSocket | null> {
  const host = bareHost(url);
  const socket = tls.connect({
    host,
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

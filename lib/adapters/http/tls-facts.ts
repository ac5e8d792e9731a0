import tls from 'node:tls';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { TlsCertificate } from '../../core/journey/checks/tls-probe.ts';
import type { TlsFacts } from '../../core/record/run-record.ts';
import { DAY_MS } from '../../core/base/time.ts';

const UNTRUSTED_ISSUER = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

const known = new WeakMap<TLSSocket, TlsFacts>();

/**
 * Protocol, names and expiry of a session's certificate, whether it verifies or not. Cached for
 * each socket.
 */
export function tlsFacts(socket: TLSSocket): TlsFacts {
  const facts = known.get(socket) ?? readFacts(socket);
  known.set(socket, facts);

  return facts;
}

function readFacts(socket: TLSSocket): TlsFacts {
  const { subject, issuer, validTo, daysLeft } = certificateFacts(socket.getPeerCertificate());

  return {
    protocol: socket.getProtocol() ?? 'unknown',
    issuer,
    subject,
    validTo,
    daysToExpiry: daysLeft,
  };
}

/** Names and dates of a certificate. */
function certificateFacts(
  certificate: Pick<PeerCertificate, 'subject' | 'issuer' | 'valid_from' | 'valid_to'>,
): TlsCertificate {
  const [validFrom, validTo] = [instant(certificate.valid_from), instant(certificate.valid_to)];

  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    validFrom: validFrom === null ? null : new Date(validFrom).toISOString(),
    validTo: validTo === null ? null : new Date(validTo).toISOString(),
    daysLeft: validTo === null ? null : Math.floor((validTo - Date.now()) / DAY_MS),
  };
}

/** More certificates than any real chain has. */
const MAX_CHAIN = 10;

/** The certificates from a server's up to the root, which names itself as its issuer, as far as they are known. */
export function certificateChain(leaf: DetailedPeerCertificate): readonly TlsCertificate[] {
  const chain: TlsCertificate[] = [];
  const seen = new Set<string>();
  let certificate: DetailedPeerCertificate | undefined = leaf;
  while (certificate !== undefined && chain.length < MAX_CHAIN) {
    if (seen.has(certificate.fingerprint256)) break;
    seen.add(certificate.fingerprint256);
    chain.push(certificateFacts(certificate));
    certificate = certificate.issuerCertificate;
  }

  return chain;
}

/**
 * Why a session's certificate is not valid for `hostname`, as a clause with dates and names; null
 * if it is valid.
 */
export function certificateProblem(socket: TLSSocket, hostname: string): string | null {
  // A string at run time, whatever the types say: the code of the verification error.
  const code = String(socket.authorizationError);
  if (!socket.authorized) return verifyProblem(socket.getPeerCertificate(true), code);
  const certificate = socket.getPeerCertificate();
  if (tls.checkServerIdentity(hostname, certificate) === undefined) return null;

  return `the certificate is for ${namesOf(certificate)}, not for ${hostname}`;
}

function verifyProblem(certificate: DetailedPeerCertificate, code: string): string {
  const subject = distinguishedName(certificate.subject) ?? 'without a name';
  const issuer = distinguishedName(certificate.issuer) ?? 'an unnamed issuer';
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return expiredProblem(certificate, `${subject}, issued by ${issuer}`);
    case 'CERT_NOT_YET_VALID':
      return `the certificate (${subject}) is not valid before ${isoText(certificate.valid_from)}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `the certificate (${subject}) is self-signed: no authority that this machine trusts has issued it`;
    default:
      return UNTRUSTED_ISSUER.includes(code)
        ? `the certificate (${subject}) is issued by ${issuer}, which this machine does not trust, or the server does not send the intermediate certificates (${code})`
        : `the certificate (${subject}, issued by ${issuer}) cannot be verified (${code})`;
  }
}

/**
 * Node reports an expired issuer with the leaf's code; the leaf's own date distinguishes the two.
 */
function expiredProblem(certificate: DetailedPeerCertificate, names: string): string {
  const validTo = instant(certificate.valid_to);
  if (validTo === null || validTo > Date.now()) {
    const authority = certificateChain(certificate).find(({ daysLeft }) => (daysLeft ?? 0) < 0);
    const which =
      authority === undefined
        ? ''
        : `: the one of ${authority.subject}, issued by ${authority.issuer}, on ${authority.validTo}`;

    return `an authority's certificate in the chain of the certificate (${names}) has expired${which}`;
  }
  const days = Math.floor((Date.now() - validTo) / DAY_MS);

  return `the certificate (${names}) expired on ${isoText(certificate.valid_to)}, ${days} days ago`;
}

function namesOf(certificate: PeerCertificate): string {
  const names = certificate.subjectaltname?.replaceAll(/(DNS|IP Address):/g, '');

  return names ?? distinguishedName(certificate.subject) ?? 'no name';
}

// An empty object if the server sent no certificate, which the types do not show.
function distinguishedName(name: PeerCertificate['subject'] | undefined): string | null {
  if (name === undefined) return null;
  const parts = Object.entries(name).map(([key, value]) => `${key}=${[value].flat().join('+')}`);

  return parts.length === 0 ? null : parts.toReversed().join(', ');
}

function isoText(date: string | undefined): string {
  const at = instant(date);

  return at === null ? 'an unreadable date' : new Date(at).toISOString();
}

function instant(date: string | undefined): number | null {
  const at = date === undefined ? Number.NaN : Date.parse(date);

  return Number.isNaN(at) ? null : at;
}

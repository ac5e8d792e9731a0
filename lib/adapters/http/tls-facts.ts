import tls from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
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
  const certificate = socket.getPeerCertificate();
  const validTo = instant(certificate.valid_to);

  return {
    protocol: socket.getProtocol() ?? 'unknown',
    issuer: distinguishedName(certificate.issuer),
    subject: distinguishedName(certificate.subject),
    validTo: validTo === null ? null : new Date(validTo).toISOString(),
    daysToExpiry: validTo === null ? null : Math.floor((validTo - Date.now()) / DAY_MS),
  };
}

/**
 * Why a session's certificate is not valid for `hostname`, as a clause with dates and names; null
 * if it is valid.
 */
export function certificateProblem(socket: TLSSocket, hostname: string): string | null {
  const certificate = socket.getPeerCertificate();
  // A string at run time, whatever the types say: the code of the verification error.
  if (!socket.authorized) return verifyProblem(certificate, String(socket.authorizationError));
  if (tls.checkServerIdentity(hostname, certificate) === undefined) return null;

  return `the certificate is for ${namesOf(certificate)}, not for ${hostname}`;
}

function verifyProblem(certificate: PeerCertificate, code: string): string {
  const subject = distinguishedName(certificate.subject) ?? 'without a name';
  const issuer = distinguishedName(certificate.issuer) ?? 'an unnamed issuer';
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return expiredProblem(certificate, subject);
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
function expiredProblem(certificate: PeerCertificate, subject: string): string {
  const validTo = instant(certificate.valid_to);
  if (validTo === null || validTo > Date.now()) {
    return `an authority in the chain of the certificate (${subject}) has expired`;
  }
  const days = Math.floor((Date.now() - validTo) / DAY_MS);

  return `the certificate (${subject}) expired on ${isoText(certificate.valid_to)}, ${days} days ago`;
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

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import ipaddr from 'ipaddr.js';
import { type CertificateParts, element } from '../../base/der.ts';

/** The key by which one browser knows its forwarder. It never leaves the process. */
export interface LeafKey {
  readonly privatePem: string;
  /** What Chromium's `--ignore-certificate-errors-spki-list` takes: SHA-256 of the public key, in base64. */
  readonly hash: string;
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, in DER. */
  readonly publicDer: Buffer;
}

/** Generates a key on P-256. */
export function makeLeafKey(): LeafKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicDer = publicKey.export({ type: 'spki', format: 'der' });

  return {
    privateKey,
    publicDer,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    hash: createHash('sha256').update(publicDer).digest('base64'),
  };
}

/** Whom a leaf certificate is for, and what it repeats. */
export interface LeafOptions {
  readonly host: string;
  /** A further name, by which answers over the connection are recognised. */
  readonly mark: string;
  /** Of the server's own certificate. */
  readonly repeated: Pick<CertificateParts, 'issuer' | 'validity' | 'subject'>;
}

const TAG = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, sequence: 0x30 } as const;
const CONTEXT = { version: 0xa0, extensions: 0xa3, dnsName: 0x82, address: 0x87 } as const;
const VERSION_3 = Buffer.from([2]);
/** 1.2.840.10045.4.3.2 (RFC 5758, section 3.2). */
const ECDSA_WITH_SHA256 = element(
  TAG.sequence,
  element(TAG.oid, Buffer.from('2a8648ce3d040302', 'hex')),
);
/** 2.5.29.17 (RFC 5280, section 4.2.1.6). */
const SUBJECT_ALT_NAME = element(TAG.oid, Buffer.from('551d11', 'hex'));
const SERIAL_BYTES = 16;

/**
 * A certificate for one connection, as PEM. Names and dates are those of the server's certificate, so that
 * what the browser reports and writes into archives is true; the browser trusts it for its key alone.
 */
export function leafCertificate(key: LeafKey, { host, mark, repeated }: LeafOptions): string {
  const { issuer, validity, subject } = repeated;
  const content = element(
    TAG.sequence,
    element(CONTEXT.version, element(TAG.integer, VERSION_3)),
    element(TAG.integer, serialNumber()),
    ECDSA_WITH_SHA256,
    issuer,
    validity,
    subject,
    key.publicDer,
    element(CONTEXT.extensions, element(TAG.sequence, alternativeNames(host, mark))),
  );
  const signature = sign('sha256', content, key.privateKey);

  return pem(
    element(
      TAG.sequence,
      content,
      ECDSA_WITH_SHA256,
      element(TAG.bits, Buffer.from([0]), signature),
    ),
  );
}

/** Positive, and never zero. */
function serialNumber(): Buffer {
  return Buffer.concat([Buffer.from([1]), randomBytes(SERIAL_BYTES)]);
}

function alternativeNames(host: string, mark: string): Buffer {
  const own =
    net.isIP(host) === 0
      ? element(CONTEXT.dnsName, Buffer.from(host, 'latin1'))
      : element(CONTEXT.address, addressBytes(host));
  const names = element(TAG.sequence, own, element(CONTEXT.dnsName, Buffer.from(mark, 'latin1')));

  return element(TAG.sequence, SUBJECT_ALT_NAME, element(TAG.octets, names));
}

function addressBytes(address: string): Buffer {
  return Buffer.from(ipaddr.parse(address).toByteArray());
}

const PEM_LINE = /.{1,64}/g;

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(PEM_LINE) ?? [];

  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const UTC_TIME = 0x17;
const NO_NAME = element(TAG.sequence);
const EPOCH = element(UTC_TIME, Buffer.from('700101000000Z'));

/** Loads what making and reading a certificate need, which takes ten times as long as the next ones. */
export function rehearseLeaf(key: LeafKey): void {
  const repeated = {
    issuer: NO_NAME,
    subject: NO_NAME,
    validity: element(TAG.sequence, EPOCH, EPOCH),
  };
  leafContext(key, { host: 'rehearsal.invalid', mark: 'rehearsal.invalid', repeated }, 'TLSv1.3');
}

/** What the browser's side of a connection presents, in a version of TLS at most. */
export function leafContext(
  key: LeafKey,
  options: LeafOptions,
  maxVersion: 'TLSv1.2' | 'TLSv1.3',
): tls.SecureContext {
  return tls.createSecureContext({
    cert: leafCertificate(key, options),
    key: key.privatePem,
    // Without a list, Node parses its own authorities, which judge no browser.
    ca: [],
    maxVersion,
  });
}

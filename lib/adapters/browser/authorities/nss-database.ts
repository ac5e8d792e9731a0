import { createHash, X509Certificate } from 'node:crypto';
import { certificateParts } from '../../base/der.ts';
import { sqliteFile, type SqliteValue } from './sqlite-file.ts';

/**
 * The attributes of PKCS #11 that a database of NSS has columns for, as hexadecimal numbers
 * (`known_attributes` in https://searchfox.org/mozilla-central/source/security/nss/lib/softoken/sdb.c).
 */
const ATTRIBUTES = [
  '0 1 2 3 10 11 12 80 81 82 83 84 85 86 87 88 89 8a 8b 90 100 101 102 103 104 105 106 107 108 109 10a 10b 10c',
  '110 111 120 121 122 123 124 125 126 127 128 129 130 131 132 133 134 160 161 162 163 164 165 166 170 180 181',
  '200 201 202 210 300 301 302 400 401 402 403 404 405 406 480 481 482 500 501 502 503 40000211 40000212 80000001',
  'ce534351 ce534352 ce534353 ce534354 ce534355 ce534356 ce534357 ce534358 ce534364 ce534365 ce534366 ce534367',
  'ce534368 ce534369 ce534373 ce534374 ce536351 ce536352 ce536353 ce536354 ce536355 ce536356 ce536357 ce536358',
  'ce536359 ce53635a ce53635b ce53635c ce53635d ce53635e ce53635f ce536360 ce5363b4 ce5363b5 d5a0db00 633 634 61d 637',
].flatMap((line) => line.split(' '));

const TRUE = Buffer.from([1]);
const FALSE = Buffer.from([0]);
/** How NSS stores an empty value. */
const EMPTY = Buffer.from([0xa5, 0x00, 0x5a]);
const CLASS = { certificate: ulong(1), trust: ulong(0xce534353) };
const TRUST = {
  /** The certificate itself. */
  leaf: ulong(0xce534351),
  /** What an authority has issued. */
  authority: ulong(0xce534352),
  verify: ulong(0xce534353),
  unknown: ulong(0xce53435b),
};

/**
 * The file `cert9.db` of a database of NSS in which these certificates are trusted for servers. It is what
 * `certutil -A -t C,,` writes, without keys and without a password.
 */
export function nssDatabase(pems: readonly string[]): Buffer {
  const rows = pems.flatMap((pem, index) => {
    const certificate = new X509Certificate(pem);

    return [certificateRow(certificate, `authority ${index + 1}`), trustRow(certificate)];
  });
  const columns = ATTRIBUTES.map((name) => `a${name}`).join(', ');

  return sqliteFile({
    name: 'nssPublic',
    sql: `CREATE TABLE nssPublic (id INTEGER PRIMARY KEY, ${columns})`,
    rows: rows.map((row) => ATTRIBUTES.map((name) => row[name] ?? null)),
  });
}

type Row = Readonly<Record<string, SqliteValue>>;

function certificateRow({ raw }: X509Certificate, label: string): Row {
  const { serial, issuer, subject } = certificateParts(raw);

  return {
    ...COMMON,
    '0': CLASS.certificate,
    '3': Buffer.from(label),
    '11': raw,
    '80': ulong(0),
    '81': issuer,
    '82': serial,
    '101': subject,
    '102': digest('sha1', raw),
  };
}

function trustRow({ raw, ca }: X509Certificate): Row {
  const { serial, issuer } = certificateParts(raw);

  return {
    ...COMMON,
    '0': CLASS.trust,
    '3': EMPTY,
    '81': issuer,
    '82': serial,
    // Servers, clients, mail and code, in this order.
    ce536358: ca ? TRUST.authority : TRUST.leaf,
    ce536359: TRUST.unknown,
    ce53635a: TRUST.verify,
    ce53635b: TRUST.verify,
    ce536360: FALSE,
    ce5363b4: digest('sha1', raw),
    ce5363b5: digest('md5', raw),
  };
}

/** Of the token, not private, modifiable. */
const COMMON: Row = { '1': TRUE, '2': FALSE, '170': TRUE };

function ulong(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);

  return bytes;
}

function digest(algorithm: 'sha1' | 'md5', bytes: Buffer): Buffer {
  return createHash(algorithm).update(bytes).digest();
}

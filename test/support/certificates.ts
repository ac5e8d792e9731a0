import { generate } from 'selfsigned';
import { DAY_MS } from '../../lib/core/base/time.ts';

/** A key with its certificate, as `tls.createServer` takes them. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

export interface LeafOptions {
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly keyType?: 'ec' | 'rsa';
}

/** A certificate authority of this test run alone; `issuer`: the one above it, default none. */
export async function makeAuthority(
  commonName = 'Waywiser Test CA',
  { issuer = null, notAfter }: { readonly issuer?: KeyPair | null; readonly notAfter?: Date } = {},
): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 30 * DAY_MS),
    notAfterDate: notAfter ?? new Date(Date.now() + 30 * DAY_MS),
    ...(issuer === null ? {} : { ca: { key: issuer.key, cert: issuer.cert } }),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });

  return { key: made.private, cert: made.cert };
}

/** A server certificate signed by `authority`, or by itself where that is null. */
export async function makeLeaf(
  authority: KeyPair | null,
  options: LeafOptions = {},
): Promise<KeyPair> {
  const names = options.names ?? ['localhost'];
  const addresses = options.addresses ?? ['127.0.0.1', '::1'];
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: options.keyType ?? 'ec',
    algorithm: 'sha256',
    notBeforeDate: options.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfterDate: options.notAfter ?? new Date(Date.now() + 30 * DAY_MS),
    ...(authority === null ? {} : { ca: { key: authority.key, cert: authority.cert } }),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });

  return { key: made.private, cert: made.cert };
}

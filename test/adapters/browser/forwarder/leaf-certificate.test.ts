import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import {
  leafCertificate,
  makeLeafKey,
} from '../../../../lib/adapters/browser/forwarder/leaf-certificate.ts';
import { certificateParts } from '../../../../lib/adapters/base/der.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../../support/certificates.ts';

const MARK = '7.forwarder.waywiser.invalid';

let server: KeyPair;
beforeAll(async () => {
  server = await makeLeaf(await makeAuthority('Shop CA'), { names: ['shop.example'] });
});

function leafFor(host: string) {
  const key = makeLeafKey();
  const original = new X509Certificate(server.cert);
  const repeated = certificateParts(original.raw);

  return {
    key,
    original,
    leaf: new X509Certificate(leafCertificate(key, { host, mark: MARK, repeated })),
  };
}

describe('leafCertificate()', () => {
  it('leafCertificate() repeats names and dates of the certificate of the server', () => {
    const { leaf, original } = leafFor('shop.example');

    expect(leaf.subject).toBe(original.subject);
    expect(leaf.issuer).toBe(original.issuer);
    expect([leaf.validFrom, leaf.validTo]).toEqual([original.validFrom, original.validTo]);
    expect(leaf.serialNumber).not.toBe(original.serialNumber);
  });

  it('leafCertificate() is of the key that the browser trusts, and signed by it', () => {
    const { leaf, key } = leafFor('shop.example');
    const spki = leaf.publicKey.export({ type: 'spki', format: 'der' });

    expect(createHash('sha256').update(spki).digest('base64')).toBe(key.hash);
    expect(leaf.verify(createPublicKey(key.privatePem))).toBe(true);
  });

  it.each([
    ['shop.example', `DNS:shop.example, DNS:${MARK}`],
    ['127.0.0.1', `IP Address:127.0.0.1, DNS:${MARK}`],
    ['::1', `IP Address:0:0:0:0:0:0:0:1, DNS:${MARK}`],
  ])('leafCertificate() is for %s and its mark', (host, names) => {
    expect(leafFor(host).leaf.subjectAltName).toBe(names);
  });

  it('leafCertificate() has a serial number of its own each time', () => {
    expect(leafFor('a.example').leaf.serialNumber).not.toBe(leafFor('a.example').leaf.serialNumber);
  });
});

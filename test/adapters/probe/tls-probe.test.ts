import tls, { type TlsOptions } from 'node:tls';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { testSession } from '../../support/http-frame.ts';
import { failedProbe, passedProbe, phaseError } from '../../support/probe-parts.ts';
import { inDays, type TlsServers, tlsServers } from '../../support/tls-servers.ts';

let servers: TlsServers;
let authority: KeyPair;
let healthy: KeyPair;

beforeAll(async () => {
  servers = tlsServers();
  authority = await makeAuthority('Test Root', { notAfter: inDays(5_000) });
  healthy = await makeLeaf(authority, { notAfter: inDays(90) });
});

afterAll(async () => servers.close());

/** A server with a certificate; the target of a probe. */
async function serving(options: TlsOptions): Promise<string> {
  return servers.listen(tls.createServer(options));
}

describe('probe.tls()', () => {
  it('passes with a healthy server, and returns what was agreed on', async () => {
    const target = await serving(healthy);

    const { timings, ...found } = await passedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    const leaf = { subject: 'CN=localhost', issuer: 'CN=Test Root', daysLeft: 90 };
    const root = { subject: 'CN=Test Root', issuer: 'CN=Test Root', daysLeft: 5_000 };
    expect(found).toMatchObject({ protocol: 'TLSv1.3', daysLeft: 90, chain: [leaf, root] });
    expect(timings).toMatchObject({
      method: 'TLS',
      url: `tls://${target}`,
      resourceType: 'tls',
      connection: 'new',
      remoteAddress: '127.0.0.1',
      tls: { protocol: 'TLSv1.3', subject: 'CN=localhost', daysToExpiry: 90 },
      phases: { dnsMs: null, sendMs: null, waitMs: null, receiveMs: null },
      error: null,
    });
    expect(timings.phases.tlsMs).toBeGreaterThan(0);
    expect(phaseError(timings)).toBe(0);
  });

  it('asks for another name at another place, as given', async () => {
    let asked: string | undefined;
    const elsewhere = await makeLeaf(authority, { names: ['shop.example'], addresses: [] });
    const target = await serving({
      ...elsewhere,
      SNICallback: (name, done) => {
        asked = name;
        done(null, tls.createSecureContext(elsewhere));
      },
    });

    await passedProbe((probe) => probe.tls('shop.example', { connectTo: target }), {
      ca: authority.cert,
    });

    expect(asked).toBe('shop.example');
  });

  it.each([
    [20, 'expires in 20 days'],
    [7, 'expires in 7 days'],
  ])('warns of a certificate with %i days left', async (days, text) => {
    const notAfter = inDays(days);
    const target = await serving(await makeLeaf(authority, { notAfter }));
    const session = testSession({ ca: authority.cert });

    const { daysLeft } = await session.probe.tls(target);

    session.close();
    expect(daysLeft).toBe(days);
    expect(session.warnings()).toEqual([
      `TLS tls://${target}: the certificate of 127.0.0.1 (CN=localhost, issued by CN=Test Root) ${text}, on ${notAfter.toISOString()}: renew it before 7 days are left`,
    ]);
  });

  it.each([21, 22])('does not warn of one with %i days left', async (days) => {
    const target = await serving(await makeLeaf(authority, { notAfter: inDays(days) }));
    const session = testSession({ ca: authority.cert });

    await session.probe.tls(target);

    session.close();
    expect(session.warnings()).toEqual([]);
  });

  it('fails with fewer days left than it should', async () => {
    const notAfter = inDays(6);
    const target = await serving(await makeLeaf(authority, { notAfter }));

    const { cause, message, record } = await failedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    expect(cause).toBe('target.tls');
    expect(message).toBe(
      `TLS tls://${target}: the certificate of 127.0.0.1 (CN=localhost, issued by CN=Test Root) expires in 6 days, on ${notAfter.toISOString()}; expected at least 7 days left: renew it`,
    );
    expect(record.tls).toMatchObject({ daysToExpiry: 6 });
    expect(phaseError(record)).toBe(0);
  });

  it("fails for an authority's certificate that expires before the server's", async () => {
    const notAfter = inDays(3);
    const middle = await makeAuthority('Middle', { issuer: authority, notAfter });
    const leaf = await makeLeaf(middle, { notAfter: inDays(90) });
    const target = await serving({ key: leaf.key, cert: `${leaf.cert}\n${middle.cert}` });

    const { cause, message } = await failedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    expect(cause).toBe('target.tls');
    expect(message).toContain(
      `an authority's certificate in the chain of 127.0.0.1 (CN=Middle, issued by CN=Test Root) expires in 3 days, on ${notAfter.toISOString()}; expected at least 7 days left`,
    );
  });

  it('says which certificate has expired', async () => {
    const notAfter = inDays(-11);
    const leaf = await makeLeaf(authority, { notBefore: inDays(-20), notAfter });
    const target = await serving(leaf);

    const { cause, message, record } = await failedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    expect(cause).toBe('target.tls');
    expect(message).toBe(
      `TLS tls://${target}: the certificate (CN=localhost, issued by CN=Test Root) expired on ${notAfter.toISOString()}, 10 days ago`,
    );
    expect(record.tls).toMatchObject({ daysToExpiry: -11 });
  });

  it("says which authority's certificate has expired", async () => {
    const notAfter = inDays(-3);
    const middle = await makeAuthority('Middle', { issuer: authority, notAfter });
    const leaf = await makeLeaf(middle, { notAfter: inDays(90) });
    const target = await serving({ key: leaf.key, cert: `${leaf.cert}\n${middle.cert}` });

    const { cause, message } = await failedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    expect(cause).toBe('target.tls');
    expect(message).toContain(
      `an authority's certificate in the chain of the certificate (CN=localhost, issued by CN=Middle) has expired: the one of CN=Middle, issued by CN=Test Root, on ${notAfter.toISOString()}`,
    );
  });
});

import type { BrowserPort } from '../../../../lib/core/ports.ts';
import { testBrowser } from '../../../support/browser-attempt.ts';
import { makeAuthority, makeLeaf } from '../../../support/certificates.ts';
import { CLIENT, HOST, type MtlsWorld, mtlsWorld, names } from '../../../support/mtls-attempts.ts';
import { inDays } from '../../../support/tls-servers.ts';

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
const COMBINATIONS = VERSIONS.flatMap((version) =>
  (['http/1.1', 'h2'] as const).map((protocol) => [version, protocol] as const),
);

let browser: BrowserPort;
let world: MtlsWorld;
beforeAll(async () => {
  browser = testBrowser({ names });
  world = await mtlsWorld(() => browser);
});
afterAll(async () => browser.dispose());

describe('client certificates of a browser journey', () => {
  it.each(COMBINATIONS)(
    'chromiumBrowser() presents it in %s to a server of %s alone',
    async (version, protocol) => {
      let details: unknown = null;
      const { result, server } = await world.attempt({
        server: { version, protocol },
        body: async ({ page }) => {
          details = await (await page.goto('/'))?.securityDetails();
        },
      });

      expect(result).toMatchObject({ outcome: 'passed', cause: null });
      expect(server.clients).toEqual([CLIENT]);
      // What the browser itself sees, and writes into archives.
      expect(details).toMatchObject({
        protocol: version.replace('v', ' '),
        issuer: 'Shop CA',
        subjectName: HOST,
      });
      expect(result.requests).toMatchObject([
        {
          protocol,
          connection: 'new',
          remoteAddress: '127.0.0.1',
          tls: { protocol: version, subject: 'CN=shop.example', issuer: 'CN=Shop CA' },
        },
      ]);
      expect(result.requests[0]?.tls?.daysToExpiry).toBe(29);
    },
  );

  it('chromiumBrowser() fails as an API journey when a server closes the handshake for it', async () => {
    const { result, asApi } = await world.attempt({
      server: { version: 'TLSv1.2' },
      identity: world.stranger,
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
    expect(asApi).toMatch(/closed the connection/);
    expect(result.error?.message).toContain(asApi);
  });

  it('chromiumBrowser() fails as an API journey when a server closes the connection after it', async () => {
    const { result, asApi } = await world.attempt({
      server: { version: 'TLSv1.3' },
      identity: world.stranger,
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.protocol' });
    expect(asApi).toMatch(/closed the connection before the first byte/);
  });

  it.each(VERSIONS)(
    'chromiumBrowser() is target.tls when a server of %s gets no certificate that it can read',
    async (version) => {
      const identity = await makeLeaf(null, { names: ['kim'], keyType: 'rsa' });
      const sigalgs = 'ecdsa_secp256r1_sha256';

      const { result, asApi } = await world.attempt({ server: { version, sigalgs }, identity });

      expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
      expect(result.error?.message).toContain(asApi);
      expect(asApi).toContain('requires a client certificate');
    },
  );

  it.each([
    ['has expired', /expired/, { notBefore: inDays(-9), notAfter: inDays(-2) }],
    ['is for another name', /other\.example/, { names: ['other.example'] }],
  ])(
    'chromiumBrowser() is target.tls when the certificate of the server %s',
    async (_, reason, options) => {
      const leaf = await world.leafFor(options);

      const { result, asApi, server } = await world.attempt({ server: { leaf } });

      expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
      expect(result.error?.message).toMatch(reason);
      expect(result.error?.message).toContain(asApi);
      expect(result.requests[0]?.error).toContain(asApi);
      expect(server.clients).toEqual([]);
    },
  );

  it('chromiumBrowser() is target.tls when the server is of another authority', async () => {
    const leaf = await makeLeaf(await makeAuthority('Other CA'), { names: [HOST] });

    const { result, asApi, server } = await world.attempt({ server: { leaf } });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
    expect(asApi).toContain('Other CA');
    expect(result.error?.message).toContain(asApi);
    expect(server.clients).toEqual([]);
  });

  it('chromiumBrowser() is target.body when the connection is reset within the page', async () => {
    const { result } = await world.attempt({
      server: {
        answer: (response, request) => {
          response.setHeader('content-length', '100000');
          response.write(Buffer.alloc(50_000, 'x'), () => request.socket.destroy());
        },
      },
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.body' });
  });

  it('chromiumBrowser() is target.connect when nothing listens', async () => {
    const { result } = await world.attempt({
      body: async ({ page }, server) => {
        await server.close();
        await page.goto('/');
      },
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.connect' });
    expect(result.error?.message).toMatch(/connection refused by 127\.0\.0\.1:\d+/);
  });

  it('chromiumBrowser() is target.timeout when a server does not answer the handshake, once', async () => {
    let handshakes = 0;
    const { result } = await world.attempt({
      server: { holds: () => (handshakes += 1) === 1 },
      body: async ({ page }) => {
        await page.goto('/', { timeout: 1_500 });
      },
    });

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.timeout' });
  });

  it('chromiumBrowser() works in a single process, with a new browser each time', async () => {
    const single = testBrowser({ names, mode: 'single-process' });

    const first = await world.attempt({ in: single });
    const second = await world.attempt({ in: single });

    await single.dispose();
    expect([first, second].map(({ result }) => result.outcome)).toEqual(['passed', 'passed']);
    expect(second.server.clients).toEqual([CLIENT]);
  });
});

import { attemptIn, testBrowser } from '../../../support/browser-attempt.ts';
import { makeLeaf } from '../../../support/certificates.ts';
import { namesBy } from '../../../support/name-resolution.ts';
import { startTruth } from '../../../support/truth-server.ts';

/** The browser notes the end of sending after it has sent, which another process may see earlier. */
const BROWSER_CLOCK_MS = 2;

describe('phases of a browser journey with a client certificate', () => {
  it('are those of the connection to the server, and add up to the total', async () => {
    const truth = await startTruth();
    const client = await makeLeaf(null);
    const browser = testBrowser({ names: namesBy(truth.lookup) });

    const result = await attemptIn(browser, {
      plan: { baseUrl: truth.tlsUrl, access: { ca: 'ca', clientCertificate: 'mtls' } },
      request: {
        secrets: {
          ca: truth.ca,
          mtls: JSON.stringify({ certificate: client.cert, key: client.key }),
        },
      },
      body: async ({ page }) => {
        await page.goto('/');
      },
    });

    const injected = truth.injected();
    await browser.dispose();
    await truth.close();
    const [request] = result.requests;
    const { dnsMs, tcpMs, tlsMs, sendMs, waitMs, receiveMs, unaccountedMs } = request?.phases ?? {};
    expect(dnsMs).toBeGreaterThanOrEqual(injected.dnsMs);
    expect(tlsMs).toBeGreaterThanOrEqual(injected.tlsMs);
    expect(waitMs).toBeGreaterThanOrEqual(injected.waitMs - BROWSER_CLOCK_MS);
    expect(receiveMs).toBeGreaterThanOrEqual(injected.receiveMs - BROWSER_CLOCK_MS);
    const all = [dnsMs, tcpMs, tlsMs, sendMs, waitMs, receiveMs, unaccountedMs];
    const sumUs = all.reduce((sum: number, ms) => sum + Math.round((ms ?? NaN) * 1000), 0);
    expect(sumUs).toBe(Math.round((request?.totalMs ?? 0) * 1000));
  });
});

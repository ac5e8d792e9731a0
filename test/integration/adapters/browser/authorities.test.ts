import { existsSync, readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { DAY_MS } from '../../../../lib/core/base/time.ts';
import type { BrowserPort } from '../../../../lib/core/ports.ts';
import { attemptIn, testBrowser } from '../../../support/browser-attempt.ts';
import {
  type KeyPair,
  type LeafOptions,
  makeAuthority,
  makeLeaf,
} from '../../../support/certificates.ts';
import { failureOf } from '../../../support/http-frame.ts';
import { closer, listen } from '../../../support/listening.ts';

/** More than a page of the database holds. */
const MANY = 80;

let authority: KeyPair;
let other: KeyPair;
let browser: BrowserPort;
beforeAll(async () => {
  authority = await makeAuthority('Shop CA');
  other = await makeAuthority('Other CA');
  browser = testBrowser();
});
afterAll(async () => browser.dispose());

/** An attempt that opens a page of a server with a certificate of `issuer`. */
async function attempt(ca: string | null, issuer: KeyPair, options: LeafOptions = {}) {
  const server = https.createServer(await makeLeaf(issuer, options), (_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<h1>Shop</h1>');
  });
  const close = closer(server);
  const baseUrl = `https://127.0.0.1:${await listen(server)}`;
  try {
    return await attemptIn(browser, {
      plan: { baseUrl, allowPrivate: true, ...(ca === null ? {} : { access: { ca: 'shop/ca' } }) },
      request: { secrets: ca === null ? {} : { 'shop/ca': ca } },
      body: async ({ page }) => {
        await page.goto('/');
      },
    });
  } finally {
    await close();
  }
}

describe('authorities of a browser journey', () => {
  it('chromiumBrowser() trusts a server of its own authority, and measures the handshake', async () => {
    const result = await attempt(authority.cert, authority);

    expect(result).toMatchObject({ outcome: 'passed', cause: null });
    expect(result.requests[0]?.tls).toMatchObject({ issuer: expect.stringContaining('Shop CA') });
    expect(result.requests[0]?.phases.tlsMs).toBeGreaterThan(0);
    expect(JSON.stringify(result)).not.toContain('BEGIN CERTIFICATE');
  });

  it.each([
    ['of another authority', {}, /AUTHORITY_INVALID/],
    [
      'that has expired',
      { notBefore: daysFromNow(-10), notAfter: daysFromNow(-1) },
      /DATE_INVALID/,
    ],
    [
      'for another name',
      { names: ['other.example'], addresses: ['10.1.2.3'] },
      /COMMON_NAME_INVALID/,
    ],
  ])('chromiumBrowser() refuses a certificate %s', async (what, options, message) => {
    const issuer = what === 'of another authority' ? other : authority;

    const result = await attempt(authority.cert, issuer, options);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
    expect(result.error?.message).toMatch(message);
  });

  it('chromiumBrowser() trusts the authority in the journey that names it only', async () => {
    await attempt(authority.cert, authority);

    const result = await attempt(null, authority);

    expect(result).toMatchObject({ outcome: 'failed', cause: 'target.tls' });
  });

  it('chromiumBrowser() trusts the last of many authorities', async () => {
    const others = await Promise.all(
      Array.from({ length: MANY }, async (_, at) => makeAuthority(`CA ${at} ${'x'.repeat(600)}`)),
    );
    const bundle = [...others, authority].map(({ cert }) => cert).join('\n');

    const result = await attempt(bundle, authority);

    expect(result).toMatchObject({ outcome: 'passed' });
  });

  it('chromiumBrowser() is monitor.secret when the secret holds no certificate', async () => {
    const failure = await failureOf(attempt('hunter2', authority));

    expect(failure.code).toBe('monitor.secret');
    expect(failure.message).toContain('Cannot use the secret of the option ca');
    expect(failure.message).not.toContain('hunter2');
  });

  it('chromiumBrowser() leaves no file of the authorities behind', async () => {
    await attempt(authority.cert, authority);
    const [pid] = browser.browserPids();
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const home = environment.find((each) => each.startsWith('HOME='))?.slice('HOME='.length) ?? '';
    const file = path.join(home, '.pki/nssdb/cert9.db');
    const existed = existsSync(file);

    await browser.dispose();

    expect(existed).toBe(true);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(home)).toBe(false);
  });
});

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

import http2 from 'node:http2';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { apiBundle } from '../../support/api-bundle.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { browserPlanOf } from '../../support/browser-attempt.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { closer, listen } from '../../support/listening.ts';
import { sandboxWith } from '../../support/sandboxes.ts';

const sandbox = sandboxWith('browser', {});
let dir = '';
let authority: KeyPair;
let origin = '';
let close: () => Promise<void>;

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'authorities-'));
  authority = await makeAuthority();
  // It speaks HTTP/2 only.
  const server = http2.createSecureServer(await makeLeaf(authority), (_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<h1>Shop</h1>');
  });
  close = closer(server);
  origin = `https://127.0.0.1:${await listen(server)}`;
});

afterAll(async () => {
  await sandbox.dispose();
  await close();
  rmSync(dir, { recursive: true, force: true });
});

async function attempt(ca: string) {
  const body = `await page.goto('/'); await expect(page.getByText('Shop')).toBeVisible();`;
  const plan = planOf({
    kind: 'browser',
    browser: browserPlanOf(),
    baseUrl: origin,
    timeoutMs: 30_000,
    secrets: ['shop/ca'],
    access: { ca: 'shop/ca' },
  });
  const bundlePath = apiBundle(dir, { name: plan.name, body, kind: 'browser' });

  return sandbox.attempt(
    requestOf({ bundlePath, projectDir: dir, plan, secrets: { 'shop/ca': ca } }),
  );
}

describe('authorities of a browser journey in its worker', () => {
  test('a journey reaches a server of HTTP/2 alone with a certificate of its own authority', async () => {
    const result = await attempt(authority.cert);

    expect(result).toMatchObject({ outcome: 'passed', requests: [{ protocol: 'h2' }] });
    expect(result.requests[0]?.phases.tlsMs).toBeGreaterThan(0);
    expect(JSON.stringify(result)).not.toContain(authority.cert.split('\n')[1]);
  });

  test('a run is monitor.secret when the secret holds no certificate', async () => {
    const result = await attempt('hunter2-x');

    expect(result).toMatchObject({ outcome: 'errored', cause: 'monitor.secret' });
    expect(result.error?.message).toContain('Cannot use the secret of the option ca');
  });
});

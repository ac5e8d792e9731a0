import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { WorkerSandbox } from '../../../lib/runner/sandbox.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { browserPlanOf } from '../../support/browser-attempt.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { mtlsServer, type MtlsServer } from '../../support/mtls-server.ts';
import { builtSandbox } from '../../support/sandboxes.ts';

/** Finds the port that the browser of a target's port is led to, in its command line. */
const PORT_OF = `(target) => {
  const fs = require('node:fs');
  for (const pid of fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
    let line = '';
    try { line = fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { continue; }
    const found = new RegExp('MAP 127\\\\.0\\\\.0\\\\.1:' + target + ' 127\\\\.0\\\\.0\\\\.1:([0-9]+)').exec(line);
    if (found) return Number(found[1]);
  }
  return 0;
}`;

let dir = '';
let sandbox: WorkerSandbox;
let authority: KeyPair;
let client: KeyPair;
let target: MtlsServer;
let other: MtlsServer;
beforeAll(async () => {
  dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'browser-certificates-')));
  sandbox = builtSandbox('browser', 2);
  authority = await makeAuthority('Shop CA');
  client = await makeLeaf(authority, { names: ['kim.client.example'] });
  const leaf = await makeLeaf(authority);
  target = await mtlsServer({ leaf, authority: authority.cert });
  other = await mtlsServer({ leaf, authority: authority.cert });
});
afterAll(async () => {
  await sandbox.dispose();
  await target.close();
  await other.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a body in a worker, with `portOf` and the page. */
async function attempt(
  name: string,
  body: string,
  options: Partial<JourneyPlan> = {},
): Promise<AttemptResult> {
  const bundlePath = path.join(dir, `${name}.cjs`);
  writeFileSync(
    bundlePath,
    `const { browserJourney, every, expect } = require('waywiser');
     const portOf = ${PORT_OF};
     module.exports.default = browserJourney(${JSON.stringify(name)}, { schedule: every('5m') }, async ({ page, log, http }) => {
       ${body}
     });`,
  );
  const plan = planOf({
    name,
    kind: 'browser',
    timeoutMs: 40_000,
    browser: browserPlanOf(),
    baseUrl: target.origin,
    access: { ca: 'ca', clientCertificate: 'mtls' },
    ...options,
  });
  const mtls = JSON.stringify({ certificate: client.cert, key: client.key });

  return sandbox.attempt(
    requestOf({ bundlePath, projectDir: dir, plan, secrets: { ca: authority.cert, mtls } }),
  );
}

describe('a contained browser with a client certificate', () => {
  it('reaches its target, and its result has no key', async () => {
    const result = await attempt(
      'shop',
      `await page.goto('/'); await expect(page.locator('h1')).toHaveText('Hello kim.client.example');
       expect((await http.get('/')).text()).toContain('Hello kim.client.example');`,
    );

    expect(result).toMatchObject({
      outcome: 'passed',
      instrument: { containment: 'full' },
      requests: [
        { resourceType: 'document', remoteAddress: '127.0.0.1', tls: { issuer: 'CN=Shop CA' } },
        { resourceType: 'http', tls: { issuer: 'CN=Shop CA' } },
      ],
    });
    expect(result.refused).toBeUndefined();
    expect(JSON.stringify(result)).not.toContain(client.key.split('\n')[1]);
  });

  it('reaches nothing else on loopback', async () => {
    const result = await attempt(
      'curious',
      `await page.goto('/');
       const tried = await page.evaluate(async (url) => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'refused'), '${other.origin}/');
       log(tried);`,
    );

    expect(result.log[0]?.text).toBe('refused');
    expect(result.refused).toMatchObject([
      { address: '127.0.0.1', port: other.port, by: 'browser' },
    ]);
    expect(other.clients).toEqual([]);
  });

  it('does not let another journey use it, whatever that one may reach', async () => {
    const first = await attempt(
      'owner',
      `await page.goto('/'); log(String(portOf(${target.port})));`,
    );
    const port = first.log[0]?.text;
    const second = await attempt(
      'stranger',
      `const connected = (port) => new Promise((resolve) => {
         const socket = require('node:net').connect(port, '127.0.0.1');
         socket.on('connect', () => { socket.destroy(); resolve('connected'); });
         socket.on('error', ({ code }) => resolve(code));
       });
       log(await connected(${other.port}));
       log(await connected(${port}));
       log(await page.goto('https://127.0.0.1:${port}/').then(() => 'opened', (error) => error.message));`,
      { access: {}, allowPrivate: true, baseUrl: null },
    );

    expect(Number(port)).toBeGreaterThan(0);
    expect(second.log.map(({ text }) => text)).toEqual([
      'connected',
      'EACCES',
      expect.stringContaining('ERR_NETWORK_ACCESS_DENIED'),
    ]);
  });
});

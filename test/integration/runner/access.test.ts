import http2 from 'node:http2';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { WorkerSandbox } from '../../../lib/runner/sandbox.ts';
import { apiBundle } from '../../support/api-bundle.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { closer, listen } from '../../support/listening.ts';
import { sandboxWith } from '../../support/sandboxes.ts';

const PASSWORD = 'correct-horse-7';

let dir = '';
let sandbox: WorkerSandbox;
let client: KeyPair;
let authority: KeyPair;
let origin = '';
let close: () => Promise<void>;

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'access-'));
  sandbox = sandboxWith('api', {});
  authority = await makeAuthority();
  client = await makeLeaf(authority, { names: ['client.shop.example'] });
  const options = { ...(await makeLeaf(authority)), ca: authority.cert, requestCert: true };
  const both = { ...options, allowHTTP1: true };
  const server = http2.createSecureServer(both, (request, response) => {
    const { authorization = 'none' } = request.headers;
    const token = { access_token: 'issued-by-this-server', token_type: 'Bearer' };
    if (request.url === '/token') return void response.end(JSON.stringify(token));
    response.end(JSON.stringify({ authorization, wrong: `wrong password: ${PASSWORD}` }));
  });
  close = closer(server);
  origin = `https://127.0.0.1:${await listen(server)}`;
});

afterAll(async () => {
  await sandbox.dispose();
  await close();
  rmSync(dir, { recursive: true, force: true });
});

async function attempt(
  secrets: Readonly<Record<string, string>>,
  options: Pick<JourneyPlan, 'protocol'> = {},
): Promise<AttemptResult> {
  const body = `
    const response = await http.get('/');
    log(response.text());
    expect(response.json().authorization).toBe('Basic ' + btoa('kim:${PASSWORD}'));`;
  const bundlePath = apiBundle(dir, { name: 'example', body });
  const access = { ca: 'ca', clientCertificate: 'mtls', credentials: { secret: 'basic' } };
  const plan = planOf({ baseUrl: origin, secrets: Object.keys(secrets), access, ...options });

  return sandbox.attempt(requestOf({ bundlePath, projectDir: dir, plan, secrets }));
}

function goodSecrets(): Readonly<Record<string, string>> {
  return {
    ca: authority.cert,
    mtls: JSON.stringify({ certificate: client.cert, key: client.key }),
    basic: JSON.stringify({ username: 'kim', password: PASSWORD }),
  };
}

describe('access from secrets', () => {
  test.each([
    [undefined, 'h2'],
    ['h2', 'h2'],
    ['http/1.1', 'http/1.1'],
  ] as const)(
    'a journey with protocol %s reaches a target that asks for certificate and password; its record has neither',
    async (...given) => {
      const [protocol, spoken] = given;

      const result = await attempt(goodSecrets(), protocol === undefined ? {} : { protocol });

      const text = JSON.stringify(result);
      expect(result).toMatchObject({
        outcome: 'passed',
        cause: null,
        requests: [{ protocol: spoken, connection: 'new' }],
      });
      expect(result.log[0]?.text).toContain('wrong password: [secret]');
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(btoa(`kim:${PASSWORD}`));
      expect(text).not.toContain(client.key.split('\n')[1]);
    },
  );

  test.each([
    [
      'mtls',
      '{"certificate":"x"}',
      'Cannot read "key" of secret "mtls": it has no text field "key"',
    ],
    ['ca', 'hunter2-x', 'Cannot use the secret of the option ca: it has no certificate'],
    ['basic', 'kim', 'Cannot read "username" of secret "basic": it is not a JSON object'],
  ])('a run is monitor.secret when the secret "%s" cannot be used', async (...given) => {
    const [name, value, message] = given;

    const result = await attempt({ ...goodSecrets(), [name]: value });

    expect(result).toMatchObject({ outcome: 'errored', cause: 'monitor.secret' });
    expect(result.error?.message).toContain(message);
  });

  test('a journey that gets a token by OAuth reports it nowhere', async () => {
    const body = `
      const api = http.withToken({ tokenUrl: '/token', clientId: 'a', clientSecret: secret('client') });
      const text = (await api.get('/')).text();
      log(text);
      expect(text).toContain('Bearer issued-by-this-server');
      await step(text, () => { throw new Error(text); });`;
    const bundlePath = apiBundle(dir, { name: 'example', body, file: 'token' });
    const { ca = '', mtls = '' } = goodSecrets();
    const access = { ca: 'ca', clientCertificate: 'mtls' };
    const secrets = { ca, mtls, client: PASSWORD };
    const plan = planOf({ baseUrl: origin, secrets: Object.keys(secrets), access });
    const request = requestOf({ bundlePath, projectDir: dir, plan, secrets });
    const progress: unknown[] = [];

    const result = await sandbox.attempt(request, (each) => progress.push(each));

    expect(result.error?.message).toContain('"authorization":"Bearer [secret]"');
    expect(result.log[0]?.text).toContain('"authorization":"Bearer [secret]"');
    expect(JSON.stringify([result, progress])).not.toContain('issued-by-this-server');
  });
});

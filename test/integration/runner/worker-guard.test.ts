import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { WorkerSettings } from '../../../lib/runner/protocol.ts';
import type { WorkerSandbox } from '../../../lib/runner/sandbox.ts';
import { guardFor } from '../../../lib/runner/worker-guard.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { closer, listen } from '../../support/listening.ts';
import { builtSandbox } from '../../support/sandboxes.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

let dir: Awaited<ReturnType<typeof temporaryDir>>;
let sandbox: WorkerSandbox;
let requests = 0;
let port = 0;
const server = http.createServer((_request, response) => {
  requests += 1;
  response.end('{}');
});
const close = closer(server);

beforeAll(async () => {
  dir = await temporaryDir();
  port = await listen(server);
  sandbox = builtSandbox('api', 1);
});

beforeEach(() => {
  requests = 0;
});

afterAll(async () => {
  await sandbox.dispose();
  await close();
  await dir.remove();
});

let serial = 0;

/** Runs the body of an API journey in a worker. */
async function attempt(body: string, plan: Partial<JourneyPlan> = {}): Promise<AttemptResult> {
  serial += 1;
  const bundlePath = path.join(dir.path, `journey-${serial}.cjs`);
  const code = `const { apiJourney, every, expect } = require('waywiser');
module.exports.default = apiJourney('journey-${serial}', { schedule: every('5m') }, async ({ http, log }) => {
${body}
expect(1).toBe(1);
});`;
  writeFileSync(bundlePath, code);
  const name = `journey-${serial}`;

  return sandbox.attempt(
    requestOf({ bundlePath, projectDir: dir.path, plan: planOf({ name, ...plan }) }),
  );
}

/** A journey's own socket. */
function connectTo(to: number): string {
  return `
  const code = await new Promise((resolve) => {
    const socket = require('node:net').connect(${to}, '127.0.0.1');
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error) => resolve(error.code));
  });
  log(code);`;
}

describe('a worker', () => {
  it('is fully contained', async () => {
    const { outcome, instrument, refused } = await attempt(`await http.get('/');`, {
      baseUrl: `http://127.0.0.1:${port}`,
    });

    expect([outcome, instrument.containment, refused]).toStrictEqual(['passed', 'full', undefined]);
    expect(requests).toBe(1);
  });

  it('is refused a socket to another port, which the result shows', async () => {
    const result = await attempt(connectTo(port));

    expect(result.log.map(({ text }) => text)).toStrictEqual(['EACCES']);
    expect(result.refused).toMatchObject([
      {
        address: '127.0.0.1',
        port,
        protocol: 'tcp',
        by: 'journey',
        setting: 'allowPrivate',
        count: 1,
      },
    ]);
    expect(result.refused?.[0]?.atMs).toBeGreaterThan(0);
    expect(requests).toBe(0);
  });

  it('reaches what its journey may reach', async () => {
    const result = await attempt(connectTo(port), { allowPrivate: true });

    expect(result.log.map(({ text }) => text)).toStrictEqual(['connected']);
    expect(result.refused).toBeUndefined();
  });
});

describe('guardFor()', () => {
  const settings: WorkerSettings = {
    kind: 'browser',
    chromiumPath: null,
    cacheDir: '/home/user/.cache/waywiser',
    observerScriptPath: '',
    browserMode: 'auto',
    allowPrivateTargets: [],
    lambdaRuntimeApi: null,
  };

  /** The variables of a worker with this built code and folder. */
  function environmentOf(builtDir: string, folder: string): Readonly<Record<string, string>> {
    mkdirSync(folder, { recursive: true });
    const guard = guardFor({ workerPath: path.join(builtDir, 'worker.cjs'), settings, folder });
    guard.close();

    return guard.environment;
  }

  it('listens in a short folder where the path of the own one is too long', () => {
    const folder = path.join(dir.path, 'long'.repeat(30));

    const { WAYWISER_GUARD } = environmentOf(path.resolve('dist'), folder);

    expect(WAYWISER_GUARD).toMatch(/^ask=\/tmp\/waywiser-guard-\w+\/guard\.sock$/m);
  });

  it('loads a copy of a library whose path the loader would divide', () => {
    const builtDir = path.join(dir.path, 'my project');
    cpSync('dist/guard', path.join(builtDir, 'guard'), { recursive: true });

    const { LD_PRELOAD } = environmentOf(builtDir, path.join(dir.path, 'worker'));

    expect(LD_PRELOAD).toBe(path.join(dir.path, 'worker', 'guard.so'));
  });

  it('is partial where there is no library', () => {
    expect(environmentOf(dir.path, path.join(dir.path, 'worker'))).toStrictEqual({});
  });

  it('lets a worker start the browsers that may be found', () => {
    const { WAYWISER_GUARD } = environmentOf(path.resolve('dist'), path.join(dir.path, 'worker'));

    expect(WAYWISER_GUARD?.split('\n')).toStrictEqual(
      expect.arrayContaining(['exec=/usr/bin/google-chrome', 'exec=/home/user/.cache/waywiser/']),
    );
  });
});

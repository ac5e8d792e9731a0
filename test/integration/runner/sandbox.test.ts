import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { WorkerSandbox } from '../../../lib/runner/sandbox.ts';
import { apiBundle } from '../../support/api-bundle.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { sandboxWith } from '../../support/sandboxes.ts';

const MEMORY_LIMIT_BYTES = 96 * 1_048_576;

let dir = '';
let sandbox: WorkerSandbox;

/** With little memory, so that it fills soon. */
function smallSandbox(): WorkerSandbox {
  return sandboxWith('api', { maxIdle: 2, memoryLimitBytes: MEMORY_LIMIT_BYTES });
}

beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
  sandbox = smallSandbox();
});

afterAll(async () => {
  await sandbox.dispose();
  rmSync(dir, { recursive: true, force: true });
});

let serial = 0;

/** Runs the body of a journey, given as JavaScript, in the sandbox. */
async function attempt(body: string, timeoutMs = 2_000): Promise<AttemptResult> {
  serial += 1;
  const bundlePath = apiBundle(dir, { name: 'example', body, file: `journey-${serial}` });

  return sandbox.attempt(requestOf({ bundlePath, projectDir: dir, plan: planOf({ timeoutMs }) }));
}

async function cleanRun(): Promise<AttemptResult> {
  return attempt(`await step('check', () => { expect(1).toBe(1); });`);
}

describe('workerSandbox()', () => {
  test('attempt() reports the version of Waywiser', async () => {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));

    const { instrument } = await cleanRun();

    expect(manifest).toMatchObject({ version: instrument.platformVersion });
    expect(instrument.platformVersion).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('attempt() passes a journey that checks something', async () => {
    const result = await cleanRun();

    expect(result).toMatchObject({ outcome: 'passed', cause: null, error: null, checks: 1 });
    expect(result.steps).toMatchObject([{ name: 'check', parent: null, outcome: 'passed' }]);
  });

  test.each([
    {
      what: 'an endless loop',
      body: `await step('spin', () => { while (true); });`,
      cause: 'journey.timeout',
      step: 'spin',
    },
    {
      what: 'an endless chain of microtasks',
      body: `const again = () => queueMicrotask(again); again(); await new Promise(() => {});`,
      cause: 'journey.timeout',
    },
    { what: 'process.exit(0)', body: `process.exit(0);`, cause: 'journey.exited' },
    {
      what: 'process.exit(0), swallowed',
      body: `try { process.exit(0); } catch {}`,
      cause: 'journey.exited',
    },
    {
      what: 'an array that leaks',
      body: `const all = []; for (;;) all.push(new Array(1000).fill({}));`,
      cause: 'journey.memory',
    },
    {
      what: 'a map that leaks',
      body: `const all = new Map(); for (let i = 0; ; i++) all.set(i, { i });`,
      cause: 'journey.memory',
    },
    {
      what: 'buffers that leak',
      body: `const all = []; for (;;) { all.push(Buffer.alloc(20e6, 1)); await new Promise(setImmediate); }`,
      cause: 'journey.memory',
    },
    {
      what: 'a promise that never settles',
      body: `await step('wait', () => new Promise(() => {}));`,
      cause: 'journey.timeout',
      step: 'wait',
    },
    {
      what: 'an unhandled rejection',
      body: `expect(1).toBe(1); void Promise.reject(new Error('loose'));`,
      cause: 'journey.exception',
    },
    {
      what: 'a rejection after the end',
      body: `expect(1).toBe(1); setTimeout(() => { void Promise.reject(new Error('late')); }, 50);`,
      cause: 'journey.exception',
    },
    {
      what: 'a stack overflow',
      body: `const deep = () => deep(); deep();`,
      cause: 'journey.exception',
    },
    { what: 'nothing checked', body: ``, cause: 'journey.nothing-checked' },
    {
      what: 'an expectation without a matcher',
      body: `expect(1);`,
      cause: 'journey.nothing-checked',
    },
    { what: 'a thrown text', body: `throw 'just a text';`, cause: 'journey.exception' },
    {
      what: 'an assertion that fails',
      body: `await step('compare', () => { expect(1).toBe(2); });`,
      cause: 'target.assertion',
      step: 'compare',
    },
  ])(
    'attempt() contains $what, and the next run is clean',
    async ({ body, cause, step = null }) => {
      const result = await attempt(body);

      expect(result).toMatchObject({ outcome: 'failed', cause, error: { step } });
      expect(await cleanRun()).toMatchObject({ outcome: 'passed', cause: null });
    },
    60_000,
  );

  test('attempt() calls a worker that was killed from outside errored', async () => {
    const result = await attempt(
      `process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});`,
    );

    expect(result).toMatchObject({ outcome: 'errored', cause: 'monitor.crash' });
  });

  test.each([
    { what: 'fails', body: `throw new Error('no ' + secret('login'));` },
    { what: 'ends its process', body: `process.kill(process.pid, 'SIGKILL');` },
  ])('attempt() reports no secret when the journey $what', async ({ body }) => {
    serial += 1;
    const bundlePath = path.join(dir, `secret-${serial}.cjs`);
    writeFileSync(
      bundlePath,
      `const { apiJourney, every } = require('waywiser');
       module.exports.default = apiJourney('secret', { schedule: every('5m') }, async ({ step, log, secret }) => {
         log('as ' + secret('login'));
         await step('log in as ' + secret('login'), async () => { ${body} });
       });`,
    );
    const plan = planOf({ secrets: ['login'] });
    const progress: unknown[] = [];

    const result = await sandbox.attempt(
      requestOf({ bundlePath, projectDir: dir, plan, secrets: { login: 'hunter2-and-more' } }),
      (each) => progress.push(each),
    );

    expect(result.steps).toMatchObject([{ name: 'log in as [secret]' }]);
    expect(JSON.stringify([result, progress])).not.toContain('hunter2');
  });

  test('attempt() ends within its total time, even if its body would take longer', async () => {
    const bundlePath = path.join(dir, 'long.cjs');
    writeFileSync(
      bundlePath,
      `const { apiJourney, every } = require('waywiser');
       module.exports.default = apiJourney('long', { schedule: every('5m') }, async ({ step, env }) => {
         await step('wait', () => env.length === 'long' ? new Promise(() => {}) : null);
       });`,
    );
    const request = requestOf({ bundlePath, projectDir: dir });
    // Its worker is started and warm: the time is that of the body.
    await sandbox.attempt(request);

    const result = await sandbox.attempt({
      ...request,
      plan: planOf({ env: { length: 'long' } }),
      timeoutMs: 20_000,
      totalMs: 700,
    });

    expect(result).toMatchObject({
      outcome: 'errored',
      cause: 'monitor.timeout',
      error: { step: 'wait' },
      steps: [{ name: 'wait', outcome: 'errored' }],
    });
  });

  test('attempt() reports the file and line of an exception', async () => {
    const result = await attempt(`\nawait step('break', () => { null.x; });`);

    expect(result.error).toMatchObject({
      file: `journey-${serial}.cjs`,
      line: 4,
      step: 'break',
      message: "TypeError: Cannot read properties of null (reading 'x')",
    });
  });

  test('attempt() rejects a bundle without a journey', async () => {
    const bundlePath = path.join(dir, 'empty.cjs');
    writeFileSync(bundlePath, 'exports.other = 1;');

    const result = await sandbox.attempt(requestOf({ bundlePath, projectDir: dir }));

    expect(result).toMatchObject({ outcome: 'failed', cause: 'journey.config' });
  });

  test('attempt() passes no environment of its own to the journey', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'not for journeys';
    const other = await attempt(`expect(process.env.AWS_SECRET_ACCESS_KEY).toBeUndefined();`);

    expect(other.outcome).toBe('passed');
  });
});

test('dispose() ends an attempt under way as errored, and every later one', async () => {
  const own = smallSandbox();
  const body = `await step('wait', () => new Promise(() => {}));`;
  const bundlePath = apiBundle(dir, { name: 'waits', body });
  const request = requestOf({ bundlePath, projectDir: dir });
  const begun = new Promise<void>((resolve) => {
    void own
      .attempt(request, (progress) => progress.kind === 'step-started' && resolve())
      .then((result) => outcomes.push(result.cause));
  });
  const outcomes: unknown[] = [];
  await begun;

  await own.dispose();
  outcomes.push((await own.attempt(request)).cause);

  expect(outcomes).toEqual(['monitor.crash', 'monitor.crash']);
});

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SandboxOptions } from '../../../lib/runner/protocol.ts';
import type { WorkerSandbox } from '../../../lib/runner/sandbox.ts';
import { apiBundle } from '../../support/api-bundle.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { eventually } from '../../support/eventually.ts';
import { sandboxWith } from '../../support/sandboxes.ts';

let dir = '';
let sandbox: WorkerSandbox | null = null;

beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'worker-pool-'));
});

afterEach(async () => sandbox?.dispose());

afterAll(() => rmSync(dir, { recursive: true, force: true }));

function open(options: Pick<SandboxOptions, 'maxIdle' | 'idleLimitMs'>): WorkerSandbox {
  sandbox = sandboxWith('api', { spare: 'asked', ...options });

  return sandbox;
}

/** Runs a journey of a name; gives the process that ran it. */
async function pidOf(own: WorkerSandbox, name: string, everyMinutes = 1): Promise<number> {
  const body = `await step('check', () => { expect(1).toBe(1); log(String(process.pid)); });`;
  const bundlePath = apiBundle(dir, { name, body });
  const plan = planOf({ name, schedule: { kind: 'rate', everyMinutes } });
  const { outcome, log } = await own.attempt(requestOf({ bundlePath, projectDir: dir, plan }));
  expect(outcome).toBe('passed');

  return Number(log[0]?.text);
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

test('a worker that its journey does not need any more ends, by the interval of the journey', async () => {
  const own = open({ maxIdle: 4, idleLimitMs: (ms) => (ms > 60_000 ? 200 : 600_000) });
  const often = await pidOf(own, 'often', 1);
  const seldom = await pidOf(own, 'seldom', 60);

  await eventually('the worker has ended', 20_000, () => !isRunning(seldom));

  expect(isRunning(often)).toBe(true);
  expect(await pidOf(own, 'often', 1)).toBe(often);
});

test('one journey too many costs one worker, not that of every journey', async () => {
  const own = open({ maxIdle: 2 });
  const names = ['a', 'b', 'c'];
  const first: number[] = [];
  const second: number[] = [];
  for (const name of names) first.push(await pidOf(own, name));
  for (const name of names) second.push(await pidOf(own, name));

  expect(second.filter((pid, index) => pid === first[index])).toHaveLength(2);
});

test('a worker of a journey that comes seldom gives way to one that comes often', async () => {
  const own = open({ maxIdle: 1 });
  await pidOf(own, 'seldom', 60);

  const often = await pidOf(own, 'often', 1);

  expect(await pidOf(own, 'often', 1)).toBe(often);
});

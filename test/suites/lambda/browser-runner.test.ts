import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerEvent } from '../../../lib/core/deploy/runner-event.ts';
import type { ExecutionEnvironment } from '../../support/lambda-runtime/execution-environment.ts';
import { eventually } from '../../support/eventually.ts';
import { recordOfFailure } from '../../support/lambda-runtime/record-of-failure.ts';
import { type RunnerWorld, runnerWorld } from '../../support/lambda-runtime/runner-world.ts';

const SETUP_MS = 600_000;
/** Of a slot that is never late. */
const SLOT = '2099-11-22T20:00:00Z';
const FROZEN_MS = 3_000;

let world: RunnerWorld;

beforeAll(async () => {
  world = await runnerWorld();
}, SETUP_MS);

afterEach(async () => {
  await world.closeRunners();
  world.aws.messages.splice(0);
  world.aws.objects.splice(0);
});

afterAll(async () => world.close());

function eventOf(journey: string): RunnerEvent {
  return { journey, kind: 'browser', version: 'v', scheduledAt: SLOT };
}

/** The browser's first process; its helpers say their type, and forks of a moment come later. */
function browserPid(runner: ExecutionEnvironment): number | undefined {
  return runner
    .processes()
    .filter(({ command }) => command.includes('/opt/chromium/') && !command.includes('--type='))
    .map(({ pid }) => pid)
    .toSorted((a, b) => a - b)[0];
}

function workersIn(runner: ExecutionEnvironment): readonly number[] {
  return runner
    .processes()
    .filter(({ command }) => command.includes('worker.cjs'))
    .map(({ pid }) => pid);
}

async function killWorkers(runner: ExecutionEnvironment): Promise<void> {
  const pids = workersIn(runner);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  // An ended process stays until its parent has heard of it.
  await eventually('the workers are gone', 10_000, () =>
    pids.every((pid) => !existsSync(`/proc/${pid}`)),
  );
}

describe('browser-runner', () => {
  test.each(['multi-process', 'single-process'] as const)(
    'runs a journey cold and warm with a browser that is %s',
    async (mode) => {
      const runner = await world.runner('browser', { env: { WAYWISER_BROWSER_MODE: mode } });

      const cold = await runner.invoke(eventOf('browser-ok'));
      const warm = [];
      for (let run = 0; run < 3; run += 1) warm.push(await runner.invoke(eventOf('browser-ok')));

      const warmMs = warm.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
      process.stdout.write(
        `  browser-runner, ${mode}: init ${runner.initMs.toFixed(0)} ms, ` +
          `cold ${cold.durationMs.toFixed(0)} ms, warm ${warmMs[1]?.toFixed(0)} ms, ` +
          `most memory ${runner.mostMb.toFixed(0)} MB\n`,
      );
      expect([cold, ...warm].map(({ error }) => error)).toEqual(Array(4).fill(null));
      expect(world.aws.records()).toHaveLength(4);
      for (const record of world.aws.records()) {
        expect(record).toMatchObject({
          journey: 'browser-ok',
          outcome: 'passed',
          instrument: { browserMode: mode, containment: 'full', credentials: 'hidden' },
        });
      }
    },
  );

  test('keeps its browser over a freeze, and its watchdog does not take that for time', async () => {
    const runner = await world.runner('browser');
    await runner.invoke(eventOf('browser-ok'));
    const before = browserPid(runner);

    runner.freeze();
    await delay(FROZEN_MS);
    runner.thaw();
    const { error } = await runner.invoke(eventOf('browser-ok'));

    expect(error).toBeNull();
    expect(world.aws.records()).toMatchObject([{ outcome: 'passed' }, { outcome: 'passed' }]);
    expect(before).toBeGreaterThan(0);
    expect(browserPid(runner)).toBe(before);
  });

  test('ends a page that spins, keeps its evidence, and runs the next journey', async () => {
    const runner = await world.runner('browser');

    const spun = await runner.invoke(eventOf('browser-spin'));
    const after = await runner.invoke(eventOf('browser-ok'));

    expect([spun.error, after.error]).toEqual([null, null]);
    const verdict = { outcome: 'failed', cause: 'target.unresponsive', error: { step: 'spin' } };
    expect(world.aws.records()).toMatchObject([
      { ...verdict, evidence: [] },
      { ...verdict, evidence: expect.arrayContaining([expect.anything()]) },
      { outcome: 'passed' },
    ]);
    const prefix =
      '/waywiser-test-evidence/evidence/browser-runner/browser-spin-eu-west-1-20991122T200000Z/';
    expect(world.aws.objects.length).toBeGreaterThan(0);
    expect(world.aws.objects.filter(({ path }) => !path.startsWith(prefix))).toEqual([]);
  });

  test('runs with the browser compressed in its code, unpacked once for all of its workers', async () => {
    const runner = await world.compressedRunner();

    const cold = await runner.invoke(eventOf('browser-ok'));
    await killWorkers(runner);
    const warm = await runner.invoke(eventOf('browser-ok'));

    process.stdout.write(
      `  browser-runner, compressed: init ${runner.initMs.toFixed(0)} ms, ` +
        `cold ${cold.durationMs.toFixed(0)} ms, with a new worker ${warm.durationMs.toFixed(0)} ms\n`,
    );
    expect([cold.error, warm.error]).toEqual([null, null]);
    const reported = world.aws.records().map(({ outcome, error }) => ({ outcome, error }));
    expect(reported).toEqual([
      { outcome: 'passed', error: null },
      { outcome: 'passed', error: null },
    ]);
    expect(warm.durationMs).toBeLessThan(cold.durationMs);
  });

  test('is recorded as errored when a page takes more memory than the function has', async () => {
    const runner = await world.runner('browser', { memoryMb: 768 });
    const event = eventOf('browser-hoard');

    const invoked = await runner.invoke(event);

    expect(invoked.error?.errorMessage).toBe('Runtime exited with error: signal: killed');
    expect(recordOfFailure(runner, event, invoked)).toMatchObject({
      runId: 'browser-hoard-eu-west-1-20991122T200000Z',
      kind: 'browser',
      outcome: 'errored',
      cause: 'monitor.memory',
    });
  });

  test('lets no page reach the runtime', async () => {
    const runner = await world.runner('browser');
    world.attacked = runner;

    await runner.invoke(eventOf('browser-runtime'));
    await runner.invoke(eventOf('browser-ok'));

    const clients = new Set(runner.api.seen.map(({ userAgent }) => userAgent.split('/')[0]));
    expect([...clients]).toEqual(['AWS_Lambda_Cpp']);
    expect(world.aws.records()).toMatchObject([
      { journey: 'browser-runtime' },
      { journey: 'browser-ok', outcome: 'passed' },
    ]);
  });
});

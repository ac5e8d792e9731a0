import { readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerEvent } from '../../../lib/core/deploy/runner-event.ts';
import { eventually } from '../../support/eventually.ts';
import { setMode, WRITABLE } from '../../support/lambda-runtime/folder-mode.ts';
import { recordOfFailure } from '../../support/lambda-runtime/record-of-failure.ts';
import { type RunnerWorld, runnerWorld } from '../../support/lambda-runtime/runner-world.ts';

const SETUP_MS = 600_000;
/** Of a slot that is never late. */
const SLOT = '2099-11-22T20:00:00Z';
/** Longer than idle connections to the queue live here. */
const FROZEN_MS = 2_000;

let world: RunnerWorld;

beforeAll(async () => {
  world = await runnerWorld();
}, SETUP_MS);

afterEach(async () => {
  await world.closeRunners();
  world.aws.messages.splice(0);
  world.aws.refuseWith = null;
  world.seen.splice(0);
});

afterAll(async () => world.close());

function eventOf(journey: string): RunnerEvent {
  return { journey, kind: 'api', version: 'v', scheduledAt: SLOT };
}

describe('api-runner', () => {
  test('runs a journey cold and warm, and sends one record for each slot', async () => {
    const runner = await world.runner('api');

    const cold = await runner.invoke(eventOf('api-ok'));
    const warm = [];
    for (let run = 0; run < 5; run += 1) warm.push(await runner.invoke(eventOf('api-ok')));

    const warmMs = warm.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
    process.stdout.write(
      `  api-runner: init ${runner.initMs.toFixed(0)} ms, cold ${cold.durationMs.toFixed(0)} ms, ` +
        `warm ${warmMs[2]?.toFixed(0)} ms, most memory ${runner.mostMb.toFixed(0)} MB\n`,
    );
    expect([cold, ...warm].map(({ error }) => error)).toEqual(Array(6).fill(null));
    expect(world.aws.records()).toHaveLength(6);
    expect(world.aws.records()[0]).toMatchObject({
      runId: 'api-ok-eu-west-1-20991122T200000Z',
      journey: 'api-ok',
      kind: 'api',
      stage: 'test',
      region: 'eu-west-1',
      scheduledAt: '2099-11-22T20:00:00.000Z',
      onDemand: false,
      outcome: 'passed',
      instrument: { cold: true, containment: 'full', credentials: 'hidden' },
    });
    expect(world.aws.records()[5]).toMatchObject({
      outcome: 'passed',
      instrument: { cold: false },
    });
  });

  test.each([
    { journey: 'api-spin', cause: 'journey.timeout', step: 'spin' },
    { journey: 'api-exit', cause: 'journey.exited', step: 'leave' },
    { journey: 'api-hoard', cause: 'journey.memory', step: 'hoard' },
    { journey: 'api-growth', cause: 'journey.memory', step: 'grow' },
    { journey: 'api-runtime', cause: 'security.blocked', step: 'reach the runtime' },
  ])('ends $journey as $cause and succeeds, frozen or not', async ({ journey, cause, step }) => {
    const runner = await world.runner('api');
    world.attacked = runner;

    const hostile = await runner.invoke(eventOf(journey));
    // Frozen while a new worker starts in the old one's place.
    runner.freeze();
    await delay(FROZEN_MS);
    runner.thaw();
    const after = await runner.invoke(eventOf('api-ok'));

    expect([hostile.error, after.error]).toEqual([null, null]);
    expect(world.aws.records()).toMatchObject([
      {
        journey,
        outcome: 'failed',
        cause,
        error: { step, file: `journeys/${journey}.journey.ts` },
      },
      { journey: 'api-ok', outcome: 'passed' },
    ]);
    const asked = runner.api.seen.filter((request) => request.path.endsWith('/next'));
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  test('replaces a worker that ended while nothing could be heard', async () => {
    const runner = await world.runner('api');
    await runner.invoke(eventOf('api-ok'));

    runner.freeze();
    const worker = runner.processes().find(({ command }) => command.includes('worker.cjs'));
    if (worker === undefined) throw new Error('There is no worker');
    process.kill(worker.pid, 'SIGKILL');
    await eventually('it is dead', 10_000, () => isDead(worker.pid));
    const invoking = runner.invoke(eventOf('api-ok'));
    runner.thaw();
    await invoking;

    const outcomes = world.aws.records().map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  test('ends a run before Lambda would, when the journey may take longer than is left', async () => {
    const runner = await world.runner('api', { timeoutMs: 8_000 });

    const { error, durationMs } = await runner.invoke(eventOf('api-silence'));

    process.stdout.write(
      `  api-runner: ended by its watchdog after ${durationMs.toFixed(0)} ms of 8000\n`,
    );
    expect(error).toBeNull();
    expect(durationMs).toBeLessThan(7_000);
    expect(world.aws.records()).toMatchObject([
      { journey: 'api-silence', outcome: 'errored', cause: 'monitor.timeout' },
    ]);
  });

  test('fails the invocation when the record cannot be sent, so that Lambda reports it', async () => {
    const runner = await world.runner('api');
    world.aws.refuseWith = 400;

    const event = eventOf('api-ok');
    const invoked = await runner.invoke(event);

    expect(invoked.error?.errorMessage).toContain('no such queue');
    expect(recordOfFailure(runner, event, invoked)).toMatchObject({
      outcome: 'errored',
      cause: 'monitor.crash',
    });
  });

  test('fails the invocation when its client cannot be loaded, and loads it in the next', async () => {
    const runner = await world.runner('api');
    const taskDir = path.join(runner.dir, 'var/task');
    const file = path.join(taskDir, 'aws-clients.cjs');
    setMode(taskDir, WRITABLE);
    const event = eventOf('api-ok');

    renameSync(file, `${file}.away`);
    const without = await runner.invoke(event);
    renameSync(`${file}.away`, file);
    const after = await runner.invoke(event);

    expect(without.error?.errorMessage).toContain('aws-clients.cjs');
    expect(recordOfFailure(runner, event, without)).toMatchObject({ cause: 'monitor.crash' });
    expect(after.error).toBeNull();
    expect(world.aws.records()).toMatchObject([{ outcome: 'passed' }]);
  });

  test('is recorded as errored when the whole function is killed', async () => {
    const runner = await world.runner('api');
    const event = eventOf('api-silence');

    const invoking = runner.invoke(event);
    await eventually('the journey asked', 10_000, () => world.seen.includes('/silence'));
    runner.kill();
    const invoked = await invoking;

    expect(invoked.error?.errorMessage).toBe('Runtime exited with error: signal: killed');
    expect(world.aws.records()).toEqual([]);
    expect(recordOfFailure(runner, event, invoked)).toMatchObject({
      runId: 'api-silence-eu-west-1-20991122T200000Z',
      outcome: 'errored',
      cause: 'monitor.memory',
    });
  });

  test('says which part of its environment is missing when it starts', async () => {
    const runner = await world.runner('api', { env: { WAYWISER_QUEUE_URL: '' } });

    expect(runner.initError?.errorMessage).toContain('WAYWISER_QUEUE_URL');
  });
});

/** Ended with all of its threads, whether or not its parent has heard of it. */
function isDead(pid: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');

  return /^State:\s+Z/m.test(status) && readdirSync(`/proc/${pid}/task`).length === 1;
}

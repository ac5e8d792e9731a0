import { setTimeout as delay } from 'node:timers/promises';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import { drawsOf } from '../../support/draws.ts';
import { limitCpu } from './cpu-quota.ts';
import {
  BODIES,
  type FreezeWorld,
  freezeWorld,
  type Runner,
  type SeenRun,
} from './freeze-world.ts';

/** All: 200 freezes of 5 to 60 s, and 200 starved runs. Else a form of the same that takes two minutes. */
const isAll = process.env['WAYWISER_FAULTS'] === 'all';
const FREEZES = isAll
  ? {
      api: 150,
      browser: 50,
      parallel: 20,
      leastMs: 5_000,
      mostMs: 60_000,
      timeoutsMs: [2_000, 5_000, 10_000, 30_000],
    }
  : { api: 5, browser: 3, parallel: 4, leastMs: 2_500, mostMs: 6_000, timeoutsMs: [2_000, 4_000] };
const STARVED = isAll ? { api: 100, browser: 20 } : { api: 4, browser: 1 };
const CONTROLS = isAll ? 20 : 4;
/** A body takes about a second: a freeze begins at a random moment of it. */
const BODY_MS = 1_000;
const HOURS_MS = 2 * 3_600_000;

let world: FreezeWorld;

beforeAll(async () => {
  world = await freezeWorld();
});

afterAll(async () => world.close());

const { share } = drawsOf(13);
function draw(least: number, most: number): number {
  return least + (most - least) * share();
}

async function freezeOnce(runner: Runner, afterMs: number, lengthMs: number): Promise<void> {
  await delay(afterMs);
  runner.signal('SIGSTOP');
  await delay(lengthMs);
  runner.signal('SIGCONT');
}

/** Runs a healthy journey once, and freezes everything but the target during its first attempt. */
async function frozenRun(kind: JourneyKind): Promise<SeenRun> {
  const timeoutMs = FREEZES.timeoutsMs[Math.floor(draw(0, FREEZES.timeoutsMs.length))] ?? 2_000;
  const afterMs = draw(0, BODY_MS);
  const lengthMs = draw(FREEZES.leastMs, FREEZES.mostMs);
  const freezes: Promise<void>[] = [];
  const order = { kind, timeoutMs, runs: 1, body: BODIES[kind] };
  const runs = await world.run(order, (runner) => {
    if (freezes.length === 0) freezes.push(freezeOnce(runner, afterMs, lengthMs));
  });
  await Promise.all(freezes);
  const [run] = runs;
  if (run === undefined) throw new RangeError('the runner wrote no record');

  return run;
}

async function inParallel<T>(
  count: number,
  parallel: number,
  work: () => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let left = count;
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (left > 0) {
        left -= 1;
        results.push(await work());
      }
    }),
  );

  return results;
}

/** Prints how many runs and attempts ended how. */
function print(what: string, runs: readonly SeenRun[]): void {
  const attempts = runs.flatMap(({ attemptList }) => attemptList.map(({ cause }) => cause));
  const ends = tally(runs.map(({ cause }) => cause));
  process.stdout.write(`${what}: ${runs.length} runs: ${ends}; attempts: ${tally(attempts)}\n`);
}

function tally(causes: readonly (string | null)[]): string {
  const counts = new Map<string, number>();
  for (const cause of causes)
    counts.set(cause ?? 'passed', (counts.get(cause ?? 'passed') ?? 0) + 1);

  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}

function failuresOf(runs: readonly SeenRun[]): readonly (string | undefined)[] {
  return runs.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message);
}

test.each(['api', 'browser'] as const)(
  'a frozen monitor blames nobody: %s',
  async (kind) => {
    const runs = await inParallel(FREEZES[kind], FREEZES.parallel, async () => frozenRun(kind));

    print(`frozen ${kind}`, runs);
    expect(failuresOf(runs)).toEqual([]);
    expect(runs).toHaveLength(FREEZES[kind]);
    const stalled = runs
      .flatMap(({ attemptList }) => attemptList)
      .filter(({ cause }) => cause === 'monitor.stalled');
    expect(stalled.length).toBeGreaterThan(0);
    expect(stalled[0]?.message).toMatch(/did not run for [\d.]+ s of the last [\d.]+ s/);
  },
  HOURS_MS,
);

test.each(['api', 'browser'] as const)(
  'a monitor with a tenth of a processor blames nobody: %s',
  async (kind) => {
    const quotas: ReturnType<typeof limitCpu>[] = [];
    const order = { kind, timeoutMs: 2_000, runs: STARVED[kind], body: BODIES[kind] };
    const runs = await world.run(order, (runner) => {
      if (quotas.length === 0) quotas.push(limitCpu(runner, 0.1));
    });
    await Promise.all(quotas.map(async (quota) => quota.stop()));

    print(`starved ${kind}`, runs);
    expect(failuresOf(runs)).toEqual([]);
    expect(runs).toHaveLength(STARVED[kind]);
  },
  HOURS_MS,
);

test.each([
  ['a target that does not answer', BODIES.silent, 'target.timeout'],
  ['an endless loop in the journey', BODIES.loop, 'journey.timeout'],
] as const)(
  'a monitor that runs says what is: %s',
  async (what, body, cause) => {
    const runs = await world.run({ kind: 'api', timeoutMs: 2_000, runs: CONTROLS, body });

    print(what, runs);
    expect(runs.map((run) => run.cause)).toEqual(Array.from({ length: CONTROLS }, () => cause));
  },
  HOURS_MS,
);

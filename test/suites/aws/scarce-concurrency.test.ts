import { detectionOf } from '../../../lib/core/alarms/detection.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/core/base/time.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { simulate, type World, type WorldOptions } from '../../support/aws/clock/simulate.ts';
import { apiPlan, browserPlan, HOME } from './plans.ts';
import { minutes, printTable } from './printed.ts';

const DEPLOYED_AT = Date.UTC(2026, 11, 1, 6, 0, 20);
const HANGS_FROM = DEPLOYED_AT + 30 * MINUTE_MS;
const HANGS_TO = HANGS_FROM + HOUR_MS;
const MINUTELY = { schedule: { kind: 'rate', everyMinutes: 1 }, regions: [HOME] } as const;

/** So many journeys of each kind whose target hangs: each of them has up to five runs at once. */
function hanging(count: number): readonly JourneyPlan[] {
  return Array.from({ length: count }, (_, index) => [
    browserPlan({
      ...MINUTELY,
      name: `hanging-browser-${index}`,
      timeoutMs: 60 * SECOND_MS,
      retries: 2,
    }),
    apiPlan({ ...MINUTELY, name: `hanging-api-${index}`, timeoutMs: 60 * SECOND_MS, retries: 3 }),
  ]).flat();
}

const HEALTHY: readonly JourneyPlan[] = [
  apiPlan({ ...MINUTELY, name: 'healthy-api' }),
  browserPlan({ ...MINUTELY, name: 'healthy-browser' }),
];

type Scarcity = Required<Pick<WorldOptions, 'concurrency' | 'reserved'>> & {
  readonly journeys: readonly JourneyPlan[];
};

async function worldOf({ journeys, ...limits }: Scarcity): Promise<World> {
  return simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_AT, plans: [...journeys, ...HEALTHY] }],
    untilMs: HANGS_TO + 30 * MINUTE_MS,
    faults: journeys.map(({ name: journey }) => ({
      kind: 'target',
      state: 'hanging',
      journey,
      fromMs: HANGS_FROM,
      toMs: HANGS_TO,
    })),
    ...limits,
  });
}

/** How long after the targets began to hang each alarm of a kind that fires did so, ascending. */
function alarmedAfter({ messages }: World, name: RegExp): readonly number[] {
  return messages
    .filter(({ state, atMs, alarm }) => state === 'ALARM' && atMs >= HANGS_FROM && name.test(alarm))
    .map(({ atMs }) => atMs - HANGS_FROM);
}

/** When the first message about each journey came, whatever it says; Infinity: none did. */
function firstMessages(world: World, journeys: readonly JourneyPlan[]): readonly number[] {
  return journeys.map(({ name }) =>
    Math.min(Infinity, ...alarmedAfter(world, new RegExp(`-${name}-`))),
  );
}

function recorderOf(world: World): { readonly throttles: number; readonly queueAgeMs: number } {
  return {
    throttles: world.functions.get(`${HOME} waywiser-prod-recorder`)?.throttles ?? 0,
    queueAgeMs: world.queues.get(`${HOME} waywiser-prod-records`)?.maxAgeMs ?? 0,
  };
}

function print(title: string, world: World): void {
  const { throttles, queueAgeMs } = recorderOf(world);
  const kinds = ['down', 'blind', 'silent'].map((kind) => {
    const after = alarmedAfter(world, new RegExp(`hanging-.*-${kind}$`));

    return after.length === 0
      ? '-'
      : `${after.length}: ${minutes(after[0] ?? 0)} to ${minutes(after.at(-1) ?? 0)}`;
  });

  printTable(
    ['concurrency', 'recorder throttled', 'queue age (min)', 'down (min)', 'blind', 'silent'],
    [[title, String(throttles), minutes(queueAgeMs), ...kinds]],
  );
}

function guaranteeOf(journeys: readonly JourneyPlan[]): number {
  return Math.max(...journeys.map((plan) => detectionOf(plan)?.alarmedWithinMs ?? Infinity));
}

test('with 1,000, forty hanging targets are alarmed within the guarantee, and nothing else is', async () => {
  const journeys = hanging(20);

  const world = await worldOf({ concurrency: 1_000, reserved: {}, journeys });

  print('1,000', world);
  const down = alarmedAfter(world, /hanging-.*-down$/);
  expect(down).toHaveLength(journeys.length);
  expect(Math.max(...down)).toBeLessThanOrEqual(guaranteeOf(journeys));
  expect(alarmedAfter(world, /hanging|healthy/)).toHaveLength(journeys.length);
  expect(recorderOf(world).throttles).toBe(0);
});

/**
 * Runs that hang take all of the account's concurrency. The recorder cannot start: what was measured waits
 * in the queue. Nor can the notifier: some messages come when the outage is over.
 */
test.each([
  [10, 20],
  [100, 3],
])('with %d and nothing reserved, hanging runs starve the recorder', async (...given) => {
  const [concurrency, queueAge] = given;
  const journeys = hanging(20);

  const world = await worldOf({ concurrency, reserved: {}, journeys });

  print(`${concurrency}, none reserved`, world);
  const { throttles, queueAgeMs } = recorderOf(world);
  expect(throttles).toBeGreaterThan(100);
  expect(queueAgeMs).toBeGreaterThan(queueAge * MINUTE_MS);
  expect(Math.max(...firstMessages(world, journeys))).toBeGreaterThan(guaranteeOf(journeys));
});

test('a recorder with reserved concurrency is not enough where the notifier has none', async () => {
  const journeys = hanging(20);

  const world = await worldOf({ concurrency: 10, reserved: { recorder: 2 }, journeys });

  print('10, recorder 2', world);
  expect(recorderOf(world)).toMatchObject({ throttles: 0 });
  expect(Math.max(...firstMessages(world, journeys))).toBeGreaterThan(guaranteeOf(journeys));
});

/** AWS reserves only what leaves 100 for the others: an account with these limits has to have more. */
test.each([10, 100])(
  'with %d and both reserved, each journey has its message in time',
  async (concurrency) => {
    const journeys = hanging(20);
    const reserved = { recorder: 2, notifier: 2 };

    const world = await worldOf({ concurrency: concurrency + 4, reserved, journeys });

    print(`${concurrency}, both 2`, world);
    const { throttles, queueAgeMs } = recorderOf(world);
    expect(throttles).toBe(0);
    expect(queueAgeMs).toBeLessThan(2 * MINUTE_MS);
    expect(Math.max(...firstMessages(world, journeys))).toBeLessThanOrEqual(guaranteeOf(journeys));
  },
);

test('with 10, journeys whose runs at their longest leave three for the platform do not starve it', async () => {
  const journeys = [
    browserPlan({ ...MINUTELY, name: 'hanging-browser', timeoutMs: 20 * SECOND_MS, retries: 0 }),
    apiPlan({ ...MINUTELY, name: 'hanging-api', timeoutMs: 30 * SECOND_MS, retries: 1 }),
  ];

  const world = await worldOf({ concurrency: 10, reserved: {}, journeys });

  print('10, three left', world);
  expect(recorderOf(world).throttles).toBe(0);
  const down = alarmedAfter(world, /hanging-.*-down$/);
  expect(down).toHaveLength(journeys.length);
  expect(Math.max(...down)).toBeLessThanOrEqual(guaranteeOf(journeys));
});

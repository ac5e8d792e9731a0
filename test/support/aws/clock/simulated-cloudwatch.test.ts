import type { MetricAlarm, MuteWindow } from '../../../../lib/core/alarms/alarm-definition.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';
import { agenda } from './agenda.ts';
import type { AlarmSpan } from './alarm-spec.ts';
import { chances } from './chance.ts';
import { faultsOf } from './faults.ts';
import { type Notice, topicMessage } from './messages.ts';
import { SimulatedCloudWatch } from './simulated-cloudwatch.ts';

const METRIC = { namespace: 'Waywiser/prod', name: 'Errored', dimensions: {} };

function spanOf(changes: Partial<MetricAlarm>, warmUpMinutes: number | null = null): AlarmSpan {
  const definition: MetricAlarm = {
    kind: 'metric',
    name: 'a',
    meaning: { code: 'gap-detector' },
    metric: { ...METRIC, statistic: 'Sum' },
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    operator: 'GreaterThanThreshold',
    threshold: 0,
    treatMissingData: 'ignore',
    ...changes,
  };

  return {
    alarm: { region: 'r', definition, warmUpMinutes, actions: { ALARM: 'topic', OK: 'topic' } },
    fromMs: 0,
    toMs: Infinity,
  };
}

function cloudWatch({ extraPeriods = 0, muted = [] as readonly MuteWindow[] } = {}) {
  const clock = agenda(0);
  const chance = chances(1, 'shortest');
  const faults = faultsOf([], clock.nowMs);
  const notices: Notice[] = [];
  const watch = new SimulatedCloudWatch({
    region: 'r',
    agenda: clock,
    faults,
    chance,
    extraPeriods,
    muted,
    act: (notice) => notices.push(notice),
  });

  return { clock, watch, notices };
}

/** Puts a sample of a minute when another one begins. */
function put(
  { clock, watch }: ReturnType<typeof cloudWatch>,
  sample: { readonly minute: number; readonly at: number; readonly value: number },
): void {
  clock.at(sample.at * MINUTE_MS, () =>
    watch.put(METRIC, { atMs: sample.minute * MINUTE_MS, value: sample.value, arrivalMs: 0 }),
  );
}

function changesOf({ watch }: ReturnType<typeof cloudWatch>): readonly string[] {
  return watch.alarms.flatMap(({ transitions }) =>
    transitions.map(({ atMs, to }) => `${to} ${atMs / MINUTE_MS}`),
  );
}

test.each([
  ['two breaching minutes that arrive in time start it', 0, 1.5, ['ALARM 12']],
  ['after N periods they are too late', 0, 2.5, []],
  ['which more periods may still see', 2, 2.5, ['ALARM 13']],
])('SimulatedCloudWatch evaluates late samples by their timestamps: %s', async (...given) => {
  const [, extraPeriods, lateness, expected] = given;
  const world = cloudWatch({ extraPeriods });
  world.watch.watch(spanOf({}));
  for (const minute of [9, 10]) put(world, { minute, at: minute + lateness, value: 1 });

  await world.clock.runUntil(30 * MINUTE_MS);

  expect(changesOf(world)).toEqual(expected);
});

test('SimulatedCloudWatch starts a new alarm in INSUFFICIENT_DATA, and its first OK is an action', async () => {
  const world = cloudWatch();
  world.watch.watch(spanOf({ treatMissingData: 'notBreaching' }));

  await world.clock.runUntil(5 * MINUTE_MS);

  expect(world.notices.map((notice) => topicMessage(notice).text)).toEqual([
    'OK: "a" in r (before: INSUFFICIENT_DATA)',
  ]);
});

test.each([
  ['lasts its minutes', [0], ['ALARM 20']],
  ['ends early when the window has data', [0, 1, 2, 3, 4, 5], ['OK 3']],
])('a warm-up %s', async (_, minutes, expected) => {
  const world = cloudWatch();
  world.watch.watch(spanOf({ treatMissingData: 'breaching' }, 20));
  for (const minute of minutes) put(world, { minute, at: minute, value: 0 });

  await world.clock.runUntil(8 * MINUTE_MS);
  const early = changesOf(world);
  await world.clock.runUntil(21 * MINUTE_MS);

  expect(minutes.length > 1 ? early : changesOf(world)).toEqual(expected);
});

test('an alarm over more than a day is evaluated at the hour', async () => {
  const world = cloudWatch();
  const days = { periodSeconds: DAY_MS / 1_000, evaluationPeriods: 2, datapointsToAlarm: 2 };
  world.clock.at(10 * MINUTE_MS, () =>
    world.watch.watch({
      ...spanOf({ ...days, treatMissingData: 'breaching' }),
      fromMs: 10 * MINUTE_MS,
    }),
  );

  await world.clock.runUntil(3 * HOUR_MS);

  expect(changesOf(world)).toEqual(['ALARM 60']);
  expect(world.watch.evaluations).toBe(2);
});

test('a mute window mutes the message of an alarm, and sends it at its end when the state lasts', async () => {
  const muted = [{ fromMs: 5 * MINUTE_MS, toMs: 20 * MINUTE_MS, alarms: ['a'] }];
  const world = cloudWatch({ muted });
  world.watch.watch(spanOf({ treatMissingData: 'notBreaching' }));
  for (let minute = 10; minute < 30; minute += 1) put(world, { minute, at: minute, value: 1 });

  await world.clock.runUntil(25 * MINUTE_MS);

  expect(changesOf(world)).toEqual(['OK 0', 'ALARM 12']);
  expect(world.notices.map(({ to, atMs }) => `${to} ${atMs / MINUTE_MS}`)).toEqual([
    'OK 0',
    'ALARM 20',
  ]);
});

import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';
import type { AlarmSpec } from '../../support/aws/clock/alarm-spec.ts';
import { deployedAlarms } from '../../support/aws/clock/deployed-stage.ts';
import { simulate, type World, type WorldOptions } from '../../support/aws/clock/simulate.ts';
import { apiPlan, AWAY, browserPlan, HOME } from './plans.ts';
import { outcomesOf, printMessages } from './printed.ts';

const OUT_FROM = Date.UTC(2026, 11, 1, 9, 30);
const OUT_TO = OUT_FROM + 2 * HOUR_MS;
const PLANS = [apiPlan(), browserPlan(), apiPlan({ name: 'away-api', regions: [AWAY] })];

async function worldWithoutHome(changes: Partial<WorldOptions> = {}): Promise<World> {
  return simulate({
    home: HOME,
    deployments: [{ atMs: OUT_FROM - 3 * HOUR_MS, plans: PLANS }],
    untilMs: OUT_TO + 3 * HOUR_MS,
    faults: [{ kind: 'region-out', region: HOME, fromMs: OUT_FROM, toMs: OUT_TO }],
    ...changes,
  });
}

function during({ messages }: World): World['messages'] {
  return messages.filter(({ atMs }) => atMs >= OUT_FROM && atMs < OUT_TO);
}

/** An alarm of the other region on the age of its queue, as AWS itself measures it. */
const WITNESS: AlarmSpec = {
  region: AWAY,
  warmUpMinutes: null,
  actions: { ALARM: 'topic', OK: 'topic' },
  definition: {
    kind: 'metric',
    name: 'witness',
    meaning: { code: 'recorder', region: AWAY },
    metric: {
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: 'waywiser-prod-records' },
      statistic: 'Maximum',
    },
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    operator: 'GreaterThanThreshold',
    threshold: 180,
    treatMissingData: 'notBreaching',
  },
};

/** All alarms are in the home region: while it is out, nothing is said. The goal is one, from another region. */
const MESSAGES_WHILE_HOME_IS_OUT = 0;

test('a home region that is out for two hours loses nothing that other regions measured', async () => {
  const world = await worldWithoutHome();

  const later = world.messages.filter(({ atMs }) => atMs >= OUT_FROM);
  printMessages('The home region is out from 09:30 to 11:30', { ...world, messages: later });
  expect(during(world)).toHaveLength(MESSAGES_WHILE_HOME_IS_OUT);
  const away = outcomesOf({ ...world, slots: world.slots.filter(({ region }) => region === AWAY) });
  expect(Object.keys(away).filter((each) => each !== 'none')).toEqual(['passed']);
  expect(away['none'] ?? 0).toBeLessThanOrEqual(4);
  const old = world.slots.filter(({ slotMs }) => slotMs < OUT_TO + 2 * HOUR_MS);
  expect(old.filter(({ record }) => record === null)).toEqual([]);
  // 120 slots of every minute, 24 of every five, and those that Scheduler had not yet fired.
  const missing = outcomesOf({ ...world, slots: old })['missing'] ?? 0;
  expect(missing).toBeGreaterThanOrEqual(144);
  expect(missing).toBeLessThanOrEqual(146);
  const queue = world.queues.get(`${AWAY} waywiser-prod-records`);
  expect(queue).toMatchObject({ expired: 0 });
  // A message that was received just before the return is hidden from others for six time-outs.
  expect(queue?.maxAgeMs).toBeLessThan(OUT_TO - OUT_FROM + 8 * MINUTE_MS);
});

test("an alarm on the age of another region's queue speaks within ten minutes of the home region's end", async () => {
  const frame = { stage: 'prod', home: HOME };

  const world = await worldWithoutHome({
    alarmsOf: (plans) => [...deployedAlarms(plans, frame), WITNESS],
  });

  const [first, ...others] = during(world).filter(({ alarm }) => alarm === 'witness');
  expect(first?.state).toBe('ALARM');
  expect(others).toEqual([]);
  expect((first?.atMs ?? Infinity) - OUT_FROM).toBeLessThan(10 * MINUTE_MS);
  const all = world.messages.filter(({ alarm }) => alarm === 'witness');
  expect(all.map(({ state }) => state)).toEqual(['OK', 'ALARM', 'OK']);
});

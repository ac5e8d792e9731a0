import { MINUTE_MS, SECOND_MS } from '../../../lib/core/base/time.ts';
import {
  PLATFORM_FUNCTIONS,
  RECORDER_CONCURRENT_BATCHES,
} from '../../../lib/core/deploy/platform-functions.ts';
import type { Delays } from '../../support/aws/clock/chance.ts';
import { simulate, type World } from '../../support/aws/clock/simulate.ts';
import { apiPlan, HOME } from './plans.ts';
import { minutes, outcomesOf, printTable } from './printed.ts';

const JOURNEYS = 1_000;
const PLANS = Array.from({ length: JOURNEYS }, (_, index) =>
  apiPlan({ name: `journey-${index}`, regions: [HOME], timeoutMs: 10 * SECOND_MS, retries: 1 }),
);
const DEPLOYED_AT = Date.UTC(2026, 11, 1, 9, 10, 30);
const MINUTES = 6;

/** One of five equal regions: the others have queues, recorders and limits of their own. */
async function regionOf(delays: Delays, isHanging: boolean): Promise<World> {
  const untilMs = DEPLOYED_AT + MINUTES * MINUTE_MS;

  return simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_AT, plans: PLANS }],
    untilMs,
    delays,
    alarmsOf: () => [],
    faults: isHanging
      ? [{ kind: 'target', state: 'hanging', fromMs: DEPLOYED_AT + 90 * SECOND_MS, toMs: untilMs }]
      : [],
  });
}

interface Measured {
  readonly runsAtOnce: number;
  readonly dropped: number;
  readonly recordersThrottled: number;
  readonly recorderSeconds: number;
  readonly queueAgeMs: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

function measuredIn(world: World): Measured {
  const runner = world.functions.get(`${HOME} waywiser-prod-api-runner`);
  const recorder = world.functions.get(`${HOME} waywiser-prod-recorder`);
  const queue = world.queues.get(`${HOME} waywiser-prod-records`);
  if (runner === undefined || recorder === undefined || queue === undefined) {
    throw new Error('nothing ran');
  }
  const endedMs = DEPLOYED_AT + (MINUTES - 3) * MINUTE_MS;
  const slots = world.slots.filter(({ slotMs }) => slotMs < endedMs);

  return {
    runsAtOnce: runner.peak,
    dropped: runner.dropped,
    recordersThrottled: recorder.throttles,
    recorderSeconds: recorder.gbSeconds / (PLATFORM_FUNCTIONS.recorder.memoryMb / 1_024),
    queueAgeMs: queue.maxAgeMs,
    outcomes: outcomesOf({ ...world, slots }),
  };
}

/** Where EventBridge Scheduler fires all slots of a minute at once, they take all of the account's limit. */
test.each<readonly [string, Delays, boolean, number]>([
  ['healthy, starts spread over the minute', 'drawn', false, 100],
  ['hanging, starts spread over the minute', 'drawn', true, 500],
  ['healthy, all starts in one second', 'shortest', false, 1_000],
  ['hanging, all starts in one second', 'shortest', true, 1_000],
])('1,000 journeys of every minute in one region: %s', async (title, ...given) => {
  const [delays, isHanging, atOnce] = given;

  const measured = measuredIn(await regionOf(delays, isHanging));

  const { runsAtOnce, dropped, recordersThrottled, queueAgeMs, outcomes } = measured;
  printTable(
    ['', 'runs at once', 'recorder throttled', 'queue age (min)', 'outcomes'],
    [
      [
        title,
        `${runsAtOnce}`,
        `${recordersThrottled}`,
        minutes(queueAgeMs),
        JSON.stringify(outcomes),
      ],
    ],
  );
  expect(runsAtOnce).toBeLessThanOrEqual(atOnce);
  expect(dropped).toBe(0);
  expect(queueAgeMs).toBeLessThan(MINUTE_MS);
  expect(Object.keys(outcomes)).toEqual(isHanging ? ['passed', 'failed'] : ['passed']);
  // At most half of the time that two recorders have.
  const availableSeconds = RECORDER_CONCURRENT_BATCHES * MINUTES * 60;
  expect(measured.recorderSeconds).toBeLessThan(availableSeconds / 2);
});

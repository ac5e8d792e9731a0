import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';
import type { Fault } from '../../support/aws/clock/faults.ts';
import { simulate } from '../../support/aws/clock/simulate.ts';
import { apiPlan, AWAY, browserPlan, HOME } from './plans.ts';
import { minutes, outcomesOf, printMessages } from './printed.ts';

const FROM = Date.UTC(2026, 11, 1, 9, 30);
const TO = FROM + HOUR_MS;
const PLANS = [apiPlan(), browserPlan(), apiPlan({ name: 'away-api', regions: [AWAY] })];

test.each<readonly [string, Fault, RegExp]>([
  [
    'the recorder does not start',
    { kind: 'recorder-fails', region: HOME, fromMs: FROM, toMs: TO },
    /^waywiser-prod-(?:cart-api|checkout)-silent$/,
  ],
  [
    'CloudWatch takes no metrics',
    { kind: 'metrics-refused', fromMs: FROM, toMs: TO },
    /^waywiser-prod-(?:cart-api|checkout|away-api)-silent$/,
  ],
  [
    'the queue is 25 minutes late',
    { kind: 'queue-delays', region: HOME, delayMs: 25 * MINUTE_MS, fromMs: FROM, toMs: TO },
    /^waywiser-prod-(?:cart-api|checkout)-silent$/,
  ],
  [
    'Scheduler cannot invoke',
    { kind: 'deliveries-fail', region: AWAY, fromMs: FROM, toMs: TO },
    /^waywiser-prod-away-api-blind$/,
  ],
])('for an hour %s: no slot is lost, and no target is called down', async (title, fault, says) => {
  const world = await simulate({
    home: HOME,
    deployments: [{ atMs: FROM - 3 * HOUR_MS, plans: PLANS }],
    untilMs: TO + 2 * HOUR_MS,
    faults: [fault],
  });

  const later = world.messages.filter(({ atMs }) => atMs >= FROM);
  printMessages(`For an hour ${title}`, { ...world, messages: later });
  const alarms = later.filter(({ state }) => state === 'ALARM');
  const journeys = alarms.filter(({ alarm }) => /-(?:down|silent|blind)$/.test(alarm));
  expect(journeys.filter(({ alarm }) => !says.test(alarm))).toEqual([]);
  expect(journeys.length).toBeGreaterThan(0);
  const old = world.slots.filter(({ slotMs }) => slotMs < TO + HOUR_MS);
  const { passed = 0, errored = 0, ...others } = outcomesOf({ ...world, slots: old });
  expect(others).toEqual({});
  expect(passed + errored).toBe(old.length);
  expect(errored).toBe(fault.kind === 'deliveries-fail' ? 120 : 0);
  const latest = Math.max(
    ...old.map(({ slotMs, recordedAtMs }) => (recordedAtMs ?? Infinity) - slotMs),
  );
  process.stdout.write(`the latest record came after ${minutes(latest)} min\n`);
  expect(latest).toBeLessThan(HOUR_MS + 8 * MINUTE_MS);
});

import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { Deployment } from '../../support/aws/clock/deployed-stage.ts';
import { simulate, type World } from '../../support/aws/clock/simulate.ts';
import { apiPlan, browserPlan, DEPLOYED_MS, HOME } from './plans.ts';
import { outcomesOf, printMessages } from './printed.ts';

/** Uneven rates and even ones, which a deployment of something else must not disturb. */
const LASTING: readonly JourneyPlan[] = [7, 8, 45, 1].map((everyMinutes) =>
  apiPlan({ name: `every-${everyMinutes}`, schedule: { kind: 'rate', everyMinutes } }),
);
const REMOVED = browserPlan({ name: 'removed' });
const ADDED = browserPlan({ name: 'added' });
const CHANGED_MS = DEPLOYED_MS + 5 * HOUR_MS + 7_000;

async function worldOf(second: Deployment): Promise<World> {
  return simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_MS, plans: [...LASTING, REMOVED] }, second],
    untilMs: CHANGED_MS + 5 * HOUR_MS,
  });
}

function messagesAfter({ messages }: World, journey: RegExp): World['messages'] {
  return messages.filter(({ atMs, alarm }) => atMs >= CHANGED_MS && journey.test(alarm));
}

test.each([
  ['other journeys', '5f2c'],
  ['their code', '6a3d'],
])('a deployment that changes %s loses no slot and sends no message', async (_, version) => {
  const plans = [...LASTING.map((plan) => ({ ...plan, version })), ADDED];

  const world = await worldOf({ atMs: CHANGED_MS, plans });

  printMessages('After the second deployment', { ...world, messages: messagesAfter(world, /./) });
  expect(messagesAfter(world, /-every-/)).toEqual([]);
  // Those of the last minutes may still run.
  const slots = world.slots.filter(
    ({ journey, slotMs }) =>
      journey.startsWith('every-') && slotMs < CHANGED_MS + 5 * HOUR_MS - 3 * MINUTE_MS,
  );
  expect(outcomesOf({ ...world, slots })).toEqual({ passed: slots.length });
});

test('what is still fired for a journey that was removed ends as skipped, and its alarms are gone', async () => {
  const world = await worldOf({ atMs: CHANGED_MS, plans: [...LASTING, ADDED] });

  expect(messagesAfter(world, /-removed-/)).toEqual([]);
  expect(world.unreadable).toEqual([]);
  const {
    passed = 0,
    skipped = 0,
    ...others
  } = outcomesOf({
    ...world,
    slots: world.slots.filter(({ journey }) => journey === 'removed'),
  });
  expect(others).toEqual({});
  expect(skipped).toBeLessThanOrEqual(1);
  expect(passed + skipped).toBe(60);
});

import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';
import { simulate } from '../../support/aws/clock/simulate.ts';
import { apiPlan, browserPlan, DEPLOYED_MS, HOME } from './plans.ts';
import { outcomesOf, printMessages } from './printed.ts';

/**
 * Alarm messages on the first day of two healthy journeys. Each alarm starts as INSUFFICIENT_DATA, so its
 * first OK is sent; *silent*, *gap-detector* and *trends* are in ALARM until their first data. The goal is 0.
 */
const MESSAGES_ON_DAY_ONE = 16;

test.each([
  [1, 0],
  [2, 4],
])('the first day of two healthy journeys, seed %d, %d periods beyond N', async (...given) => {
  const [seed, extraPeriods] = given;

  const world = await simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_MS, plans: [apiPlan(), browserPlan()] }],
    untilMs: DEPLOYED_MS + DAY_MS,
    seed,
    extraPeriods,
  });

  printMessages('The first day of two healthy journeys', world);
  expect(world.messages).toHaveLength(MESSAGES_ON_DAY_ONE);
  expect(Object.keys(outcomesOf(world)).filter((each) => each !== 'none')).toEqual(['passed']);
  // A run whose slot came less than a minute before the end.
  expect(outcomesOf(world)['none'] ?? 0).toBeLessThanOrEqual(3);
  const trends = world.transitions.get('waywiser-prod-trends') ?? [];
  const [on, off] = trends.map(({ atMs }) => atMs);
  expect(((off ?? Infinity) - (on ?? 0)) / HOUR_MS).toBe(15);
});

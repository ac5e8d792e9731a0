import { DAY_MS } from '../../../lib/core/base/time.ts';
import { simulate } from '../../support/aws/clock/simulate.ts';
import { apiPlan, browserPlan, DEPLOYED_MS, HOME } from './plans.ts';
import { outcomesOf, printMessages } from './printed.ts';

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
  // No message of a first OK, and none of *silent*, *gap-detector* and *trends* before their first data.
  expect(world.messages).toEqual([]);
  expect(Object.keys(outcomesOf(world)).filter((each) => each !== 'none')).toEqual(['passed']);
  // A run whose slot came less than a minute before the end.
  expect(outcomesOf(world)['none'] ?? 0).toBeLessThanOrEqual(3);
});

import { DAY_MS } from '../../../lib/core/base/time.ts';
import { simulate } from '../../support/aws/clock/simulate.ts';
import { apiPlan, browserPlan, DEPLOYED_MS, HOME } from './plans.ts';
import { outcomesOf, printMessages } from './printed.ts';

const BUDGETS = [
  { metric: 'duration', statistic: 'p75', max: 9_000 },
  { metric: 'duration', statistic: 'p95', max: 9_500 },
] as const;

test('a healthy week sends no message after its first day, and loses and repeats no slot', async () => {
  const plans = [apiPlan(), browserPlan({ budgets: BUDGETS })];

  const world = await simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_MS, plans }],
    untilMs: DEPLOYED_MS + 7 * DAY_MS,
    seed: 20_261_201,
    duplicateShare: 0.01,
  });

  const later = world.messages.filter(({ atMs }) => atMs > DEPLOYED_MS + DAY_MS);
  printMessages('A healthy week, after its first day', { ...world, messages: later });
  expect(later).toEqual([]);
  const { passed = 0, none = 0, ...others } = outcomesOf(world);
  expect(others).toEqual({});
  expect(none).toBeLessThanOrEqual(3);
  expect(passed + none).toBe(world.slots.length);
  expect(world.costs.invocations).toBeGreaterThan(1.005 * world.slots.length);
});

import { concurrencyIn, regionsWithoutReserve } from '../../../lib/core/deploy/concurrency.ts';

const REGION = 'eu-west-1';

test.each([
  ['is not stated', {}, { limit: 1_000, isStated: false, reserved: null, runs: 998 }],
  ['is that of a new account', { [REGION]: { concurrentRuns: 10 } }, { reserved: null, runs: 8 }],
  ['leaves 99', { [REGION]: { concurrentRuns: 101 } }, { reserved: null, runs: 99 }],
  [
    'leaves 100',
    { [REGION]: { concurrentRuns: 102 } },
    { reserved: { recorder: 2, notifier: 0 }, runs: 100 },
  ],
  ['is of another region', { 'us-east-1': { concurrentRuns: 102 } }, { reserved: null }],
])('concurrencyIn() reserves for the recorder where the limit %s', (_, limits, expected) => {
  expect(concurrencyIn(REGION, { limits, home: 'us-east-1' })).toMatchObject(expected);
});

test('concurrencyIn() reserves for the notifier as well in the home region', () => {
  const limits = { [REGION]: { concurrentRuns: 122 } };

  expect(concurrencyIn(REGION, { limits, home: REGION })).toMatchObject({
    reserved: { recorder: 2, notifier: 20 },
    runs: 100,
  });
  expect(
    concurrencyIn(REGION, { limits: { [REGION]: { concurrentRuns: 121 } }, home: REGION }),
  ).toMatchObject({ reserved: null, runs: 118 });
});

test('regionsWithoutReserve() names stated limits that are too low', () => {
  const limits = { [REGION]: { concurrentRuns: 10 }, 'us-east-1': { concurrentRuns: 1_000 } };

  expect(
    regionsWithoutReserve(['us-east-1', REGION, 'sa-east-1'], { limits, home: REGION }),
  ).toEqual([{ region: REGION, limit: 10, needed: 122 }]);
});

import * as fc from 'fast-check';
import {
  runExpiry,
  runKey,
  runPartition,
  seriesKey,
  sortKeyRange,
} from '../../../lib/core/store/keys.ts';
import { slotRunId } from '../../../lib/core/store/run-id.ts';

const part = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('#', '%', '%23', 'a#b', '\uD800', '\uDFFF', '%D800'),
);
const pair = fc.tuple(part, part);

test('runKey() has the partition of the series and sorts by instant', () => {
  const address = {
    journey: 'checkout',
    region: 'eu-west-1',
    runId: 'checkout-eu-west-1-20261122T164500Z',
  };

  const key = runKey(address);

  expect(key).toEqual({
    pk: 'RUN#checkout#eu-west-1',
    sk: '2026-11-22T16:45:00.000Z#checkout-eu-west-1-20261122T164500Z',
  });
});

test('runPartition() and seriesKey() differ when journey or region differs, as UTF-8 too', () => {
  fc.assert(
    fc.property(pair, pair, (one, other) => {
      fc.pre(one[0] !== other[0] || one[1] !== other[1]);

      expect(utf8(runPartition(...one))).not.toBe(utf8(runPartition(...other)));
      expect(utf8(seriesKey(...one).sk)).not.toBe(utf8(seriesKey(...other).sk));
    }),
    {
      examples: [
        [
          ['a#b', 'c'],
          ['a', 'b#c'],
        ],
        [
          ['\uD800', 'c'],
          ['\uD801', 'c'],
        ],
      ],
    },
  );
});

test('sortKeyRange() holds the runs from since on, and none from until on', () => {
  const range = sortKeyRange({ since: '2026-11-22T16:00:00Z', until: '2026-11-22T17:00:00Z' });

  const slots = ['15:59:59', '16:00:00', '16:59:59', '17:00:00'];
  const inside = slots.filter((time) => {
    const runId = slotRunId('j', 'r', `2026-11-22T${time}Z`);
    const { sk } = runKey({ journey: 'j', region: 'r', runId });

    return range !== null && sk >= range.from && sk <= range.to;
  });
  expect(inside).toEqual(['16:00:00', '16:59:59']);
});

test('sortKeyRange() gives null when the range is empty', () => {
  const range = sortKeyRange({ since: '2026-11-22T16:00:00Z', until: '2026-11-22T16:00:00Z' });

  expect(range).toBeNull();
});

test('runExpiry() is the retention after the instant of the run, in epoch seconds', () => {
  const expiry = runExpiry('checkout-eu-west-1-20261122T164500.999Z', 35);

  expect(expiry).toBe(Date.UTC(2026, 11, 27, 16, 45, 0) / 1000);
});

function utf8(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

import * as fc from 'fast-check';
import {
  formatRelativeChange,
  formatShare,
  formatShareInterval,
} from '../../../lib/report/format/share.ts';

test.each([
  [26 / 27, '96.3%'],
  [0.019, '1.9%'],
  [0.0042, '0.42%'],
  [0.123, '12.3%'],
  [0.95, '95%'],
  [0.29, '29%'],
  [0.9993, '99.93%'],
  [0.999_988, '99.9988%'],
  [0.999_999_99, '>99.9999%'],
  [1e-9, '<0.01%'],
  [-1e-9, '>−0.01%'],
  [0, '0%'],
  [1, '100%'],
  [12.5, '1,250%'],
  [-0.034, '−3.4%'],
  [Number.NaN, '?%'],
])('formatShare() prints %d as "%s"', (share, expected) => {
  expect(formatShare(share)).toBe(expected);
});

test('formatShare() prints 0% for nothing only, and 100% for everything only', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1 - 1e-11, noNaN: true }), (share) => {
      expect(['0%', '100%']).not.toContain(formatShare(share));
    }),
  );
});

test('formatShare() rounds to the nearest value, and never cuts off', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.9899, noNaN: true }), (share) => {
      const printed = Number(formatShare(share).slice(0, -1));

      expect(Math.abs(printed - share * 100)).toBeLessThanOrEqual(0.05 + 1e-9);
    }),
  );
});

test('formatShareInterval() prints the unit once, and signs where they differ', () => {
  expect(formatShareInterval(0.012, 0.026)).toBe('1.2 to 2.6%');
  expect(formatShareInterval(-0.003, 0.004)).toBe('−0.3 to +0.4%');
  expect(formatShareInterval(0.9999, 0.999_999_999)).toBe('99.99 to >99.9999%');
});

test('formatRelativeChange() has a sign, and words where there was nothing', () => {
  expect([0.124, -0.03, 0, Infinity].map(formatRelativeChange)).toEqual([
    '+12.4%',
    '−3%',
    '0%',
    'from nothing',
  ]);
});

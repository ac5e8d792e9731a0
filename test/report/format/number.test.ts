import * as fc from 'fast-check';
import { formatBytes } from '../../../lib/report/format/bytes.ts';
import { formatCount } from '../../../lib/report/format/count.ts';
import { formatUsd } from '../../../lib/report/format/money.ts';
import {
  formatNumber,
  formatPercentileName,
  formatProbability,
  formatProbabilityOf,
} from '../../../lib/report/format/number.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [12_400, '12.4 kB'],
  [150_000, '150 kB'],
  [999_600, '1.0 MB'],
  [1_250_000_000, '1.3 GB'],
  [-12_400, '−12.4 kB'],
  [Number.NaN, '?'],
])('formatBytes() prints %d bytes as "%s"', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

test('formatCount() uses the plural when there is not exactly one, and separates thousands', () => {
  expect([0, 1, 2, 12_000].map((count) => formatCount(count, 'step'))).toEqual([
    '0 steps',
    '1 step',
    '2 steps',
    '12,000 steps',
  ]);
});

test('formatUsd() prints cents below 1,000 dollars', () => {
  expect([0, 0.001, 4.756, 1234.4].map(formatUsd)).toEqual(['$0.00', '<$0.01', '$4.76', '$1,234']);
});

test('formatNumber() prints three significant digits', () => {
  expect([0.11286, 26, 999.6, 12_345, -1.5].map(formatNumber)).toEqual([
    '0.113',
    '26',
    '1,000',
    '12,345',
    '−1.5',
  ]);
});

test.each([
  [0.000_01, '<0.0001'],
  [0.000_4, '0.0004'],
  [0.012_4, '0.01'],
  [0.34, '0.34'],
  [1, '1'],
])('formatProbability() prints %s as %s', (p, expected) => {
  expect(formatProbability(p)).toBe(expected);
});

test('formatProbability() never claims more certainty than there is', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 1, noNaN: true }), (p) => {
      const printed = Number(formatProbability(p));

      expect(Math.abs(printed - p)).toBeLessThanOrEqual(Math.max(0.005, p / 2));
      expect(printed).toBeGreaterThan(0);
    }),
  );
});

test('formatProbabilityOf() has a relation after the letter', () => {
  expect([0.03, 0.000_01].map((p) => formatProbabilityOf('p', p))).toEqual([
    'p = 0.03',
    'p < 0.0001',
  ]);
});

test('formatPercentileName() has no digits that rounding made', () => {
  expect([0.5, 0.95, 0.999, 0.29].map(formatPercentileName)).toEqual([
    'p50',
    'p95',
    'p99.9',
    'p29',
  ]);
});

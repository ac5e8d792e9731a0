import * as fc from 'fast-check';
import {
  formatAgo,
  formatCountdown,
  formatDuration,
  formatExactDuration,
  formatMicroseconds,
  formatPeriod,
  formatPeriodLength,
} from '../../../lib/report/format/duration.ts';

test.each([
  [0, '0 ms'],
  [0.001, '<0.01 ms'],
  [0.42, '0.42 ms'],
  [0.996, '1.0 ms'],
  [8.26, '8.3 ms'],
  [48.2, '48.2 ms'],
  [99.96, '100 ms'],
  [124.4, '124 ms'],
  [999.6, '1.00 s'],
  [1236, '1.24 s'],
  [9996, '10.0 s'],
  [12_345, '12.3 s'],
  [59_960, '1 m 00 s'],
  [124_000, '2 m 04 s'],
  [3_599_700, '1 h 00 m'],
  [3_700_000, '1 h 02 m'],
  [11_100_000, '3 h 05 m'],
  [86_399_000, '1 d 00 h'],
  [187_200_000, '2 d 04 h'],
  [-1500, '−1.50 s'],
  [Number.NaN, '?'],
  [Number.POSITIVE_INFINITY, '?'],
])('formatDuration() prints %d ms as "%s"', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

test('formatDuration() is within a hundredth of the truth when below a minute', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 59_900, noNaN: true }), (ms) => {
      const [digits, unit] = formatDuration(ms).split(' ');
      const shown = Number(digits) * (unit === 's' ? 1000 : 1);

      expect(Math.abs(shown - ms) / ms).toBeLessThanOrEqual(0.051);
      expect(Math.abs(shown - ms)).toBeLessThanOrEqual(Math.max(0.05, ms / 100) + 1e-6);
    }),
  );
});

test.each([
  [50, '50 ms'],
  [1_500, '1.5 s'],
  [30_000, '30 s'],
  [90_000, '1 m 30 s'],
  [300_000, '5 m'],
  [5_400_000, '1 h 30 m'],
  [604_800_000, '7 d'],
  [0, '0 ms'],
  [Number.NaN, '?'],
])('formatExactDuration() prints %d ms as "%s", without zeros at its end', (ms, expected) => {
  expect(formatExactDuration(ms)).toBe(expected);
});

test.each([
  [300_000, '5 minutes'],
  [3_600_000, 'hour'],
  [5_400_000, '90 minutes'],
  [21_600_000, '6 hours'],
  [604_800_000, '7 days'],
  [1_000, 'second'],
  [1_500, '1.5 s'],
])('formatPeriod() prints %d ms as "%s"', (ms, expected) => {
  expect(formatPeriod(ms)).toBe(expected);
});

test('formatPeriodLength() counts a single unit too', () => {
  expect([3_600_000, 300_000].map(formatPeriodLength)).toEqual(['1 hour', '5 minutes']);
});

test.each([
  [-5000, 'now'],
  [400, 'now'],
  [8000, 'in 8 s'],
  [99_000, 'in 99 s'],
  [240_000, 'in 4 m'],
  [10_800_000, 'in 3 h'],
  [432_000_000, 'in 5 d'],
])('formatCountdown() prints whole units when %d ms are left', (ms, expected) => {
  expect(formatCountdown(ms)).toBe(expected);
});

test.each([
  [400, 'just now'],
  [40_000, '40 s ago'],
  [720_000, '12 m ago'],
  [259_200_000, '3 d ago'],
])('formatAgo() prints whole units when %d ms have passed', (ms, expected) => {
  expect(formatAgo(ms)).toBe(expected);
});

test('formatMicroseconds() keeps what adds up', () => {
  expect([2, 0.0005, 14.25].map(formatMicroseconds)).toEqual(['2.000 ms', '0.001 ms', '14.250 ms']);
});

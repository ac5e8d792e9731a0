import * as fc from 'fast-check';
import {
  formatDay,
  formatDays,
  formatDifference,
  formatMetric,
  formatMoment,
  formatProbability,
  formatShare,
  formatShareSpan,
  formatSpan,
} from '../../../lib/report/format/trend-format.ts';

const NOW = Date.UTC(2026, 10, 22);

function at(iso: string): number {
  return Date.parse(iso);
}

test.each([
  [214, 'ms', '214 ms'],
  [0.1129, 'score', '0.113'],
  [1_234_567, 'bytes', '1.2 MB'],
  [-3_400, 'bytes', '-3.4 kB'],
  [26, 'count', '26'],
  [12_345, 'count', '12,345'],
] as const)('formatMetric() prints %s of %s as %s', (value, unit, expected) => {
  expect(formatMetric(value, unit)).toBe(expected);
});

test('formatDifference() has a sign unless there is no difference', () => {
  expect([12, -12, 0].map((value) => formatDifference(value, 'ms'))).toEqual([
    '+12.0 ms',
    '-12.0 ms',
    '0 ms',
  ]);
});

test.each([
  [8, 16, '8.0 to 16.0 ms'],
  [800, 1_600, '800 ms to 1.60 s'],
  [-0.3, 0.4, '-0.30 to +0.40 ms'],
  [-16, -8, '-16.0 to -8.0 ms'],
  [0.001, 0.4, '<0.01 to 0.40 ms'],
  [61_000, 185_000, '1 m 01 s to 3 m 05 s'],
])('formatSpan() prints %s to %s ms as %s', (low, high, expected) => {
  expect(formatSpan(low, high, 'ms')).toBe(expected);
});

test.each([
  [0.019, '1.9 %'],
  [0.0042, '0.42 %'],
  [0.123, '12 %'],
  [0, '0 %'],
  [Number.NaN, '? %'],
])('formatShare() prints %s as %s', (share, expected) => {
  expect(formatShare(share)).toBe(expected);
});

test('formatShareSpan() has one unit, and signs where they differ', () => {
  expect(formatShareSpan(0.012, 0.026)).toBe('1.2 to 2.6 %');
  expect(formatShareSpan(-0.003, 0.004)).toBe('-0.30 to +0.40 %');
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

test('formatProbability() never says more certainty than there is, whatever the probability', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 1, noNaN: true }), (p) => {
      const printed = Number(formatProbability(p));

      expect(Math.abs(printed - p)).toBeLessThanOrEqual(Math.max(0.005, p / 2));
      expect(printed).toBeGreaterThan(0);
    }),
  );
});

test.each([
  ['2026-12-04', '2026-12-19', 'between 4 and 19 December'],
  ['2026-11-28', '2026-12-04', 'between 28 November and 4 December'],
  ['2026-12-04', '2026-12-04T20:00Z', 'on 4 December'],
  ['2026-12-28', '2027-01-04', 'between 28 December and 4 January 2027'],
  ['2027-01-02', '2027-01-04', 'between 2 and 4 January 2027'],
])('formatDays() says from %s to %s as "%s"', (from, to, expected) => {
  expect(formatDays(at(from), at(to), NOW)).toBe(expected);
});

test.each([
  ['2026-10-22T13:00Z', '2026-10-22T14:00Z', 'on 22 October at 13:00 UTC'],
  ['2026-10-22T10:00Z', '2026-10-22T16:00Z', 'on 22 October between 10:00 and 16:00 UTC'],
  ['2026-10-21T22:00Z', '2026-10-22T16:00Z', 'between 21 October 22:00 and 22 October 16:00 UTC'],
])('formatMoment() says from %s to %s as "%s"', (from, to, expected) => {
  expect(formatMoment(at(from), at(to), NOW)).toBe(expected);
});

test('formatDay() names the year where it is another', () => {
  expect(formatDay(at('2025-10-03'), NOW)).toBe('3 October 2025');
});

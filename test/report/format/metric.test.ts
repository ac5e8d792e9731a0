import {
  formatBounds,
  formatDifference,
  formatLimit,
  formatMetric,
  formatMetricInterval,
  formatVital,
} from '../../../lib/report/format/metric.ts';

test.each([
  [214, 'ms', '214 ms'],
  [0.1129, 'score', '0.113'],
  [1_234_567, 'bytes', '1.2 MB'],
  [150_000, 'bytes', '150 kB'],
  [-3_400, 'bytes', '−3.4 kB'],
  [26, 'count', '26'],
  [12_345, 'count', '12,345'],
  [Number.NaN, 'count', '?'],
] as const)('formatMetric() prints %s of %s as %s', (value, unit, expected) => {
  expect(formatMetric(value, unit)).toBe(expected);
});

test.each([
  [50, 'ms', '50 ms'],
  [1_500, 'ms', '1.5 s'],
  [200_000, 'bytes', '200 kB'],
  [1_000_000, 'bytes', '1 MB'],
  [0.1, 'score', '0.1'],
] as const)('formatLimit() prints %s of %s as %s', (value, unit, expected) => {
  expect(formatLimit(value, unit)).toBe(expected);
});

test('formatDifference() has a sign unless there is no difference', () => {
  expect([12, -12, 0].map((value) => formatDifference(value, 'ms'))).toEqual([
    '+12.0 ms',
    '−12.0 ms',
    '0 ms',
  ]);
});

test.each([
  [8, 16, '8.0 to 16.0 ms'],
  [8, 127, '8.0 to 127 ms'],
  [-127, 69, '−127 to +69 ms'],
  [800, 1_600, '800 ms to 1.60 s'],
  [-0.3, 0.4, '−0.30 to +0.40 ms'],
  [-16, -8, '−16.0 to −8.0 ms'],
  [0.001, 0.4, '<0.01 to 0.40 ms'],
  [0, 12, '0 to 12.0 ms'],
  [61_000, 185_000, '1 m 01 s to 3 m 05 s'],
])('formatMetricInterval() prints %s to %s ms as %s', (low, high, expected) => {
  expect(formatMetricInterval(low, high, 'ms')).toBe(expected);
});

test('formatVital() gives cls no unit and the others milliseconds', () => {
  expect(formatVital('cls', 0.1234)).toBe('0.123');
  expect(formatVital('cls', 0)).toBe('0');
  expect(formatVital('lcp', 2710)).toBe('2.71 s');
});

test.each([
  [1_840, 1_970, '1.84 to 1.97 s'],
  [58_200, Infinity, '58.2 s or more'],
  [58_200, null, '58.2 s or more'],
  [null, 120, '120 ms or less'],
  [null, null, '?'],
])('formatBounds() of %p and %p is %s', (low, high, expected) => {
  expect(formatBounds({ low, high }, 'ms')).toBe(expected);
});

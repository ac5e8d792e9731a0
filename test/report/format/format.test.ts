import * as fc from 'fast-check';
import {
  formatBytes,
  formatClock,
  formatCount,
  formatCountdown,
  formatDuration,
  formatInstant,
  formatVital,
} from '../../../lib/report/format/format.ts';

describe('formatDuration', () => {
  it.each([
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
    [11_100_000, '3 h 05 m'],
    [86_399_000, '1 d 00 h'],
    [187_200_000, '2 d 04 h'],
    [-1500, '-1.50 s'],
    [Number.NaN, '?'],
    [Number.POSITIVE_INFINITY, '?'],
  ])('formatDuration() gives a unit and its digits when given %d', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });

  it('formatDuration() is within a hundredth of the truth when below a minute', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 59_900, noNaN: true }), (ms) => {
        const [digits, unit] = formatDuration(ms).split(' ');
        const shown = Number(digits) * (unit === 's' ? 1000 : 1);
        expect(Math.abs(shown - ms) / ms).toBeLessThanOrEqual(0.051);
        expect(Math.abs(shown - ms)).toBeLessThanOrEqual(Math.max(0.05, ms / 100) + 1e-6);
      }),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [12_400, '12.4 kB'],
    [412_000, '412 kB'],
    [999_600, '1.0 MB'],
    [1_250_000_000, '1.3 GB'],
    [Number.NaN, '?'],
  ])('formatBytes() gives decimal units when given %d', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });
});

describe('formatCountdown', () => {
  it.each([
    [-5000, 'now'],
    [400, 'now'],
    [8000, 'in 8 s'],
    [99_000, 'in 99 s'],
    [240_000, 'in 4 m'],
    [10_800_000, 'in 3 h'],
    [432_000_000, 'in 5 d'],
  ])('formatCountdown() gives whole units when %d ms are left', (ms, expected) => {
    expect(formatCountdown(ms)).toBe(expected);
  });
});

describe('formatInstant', () => {
  it('formatInstant() and formatClock() are in UTC when given an instant', () => {
    expect(formatInstant('2026-11-22T16:54:03.999Z')).toBe('2026-11-22 16:54:03 UTC');
    expect(formatClock(Date.UTC(2026, 0, 1, 3, 4, 5))).toBe('03:04:05');
    expect(formatInstant('yesterday')).toBe('?');
  });
});

describe('formatCount', () => {
  it('formatCount() uses the plural when there is not exactly one', () => {
    expect([0, 1, 2].map((count) => formatCount(count, 'step'))).toEqual([
      '0 steps',
      '1 step',
      '2 steps',
    ]);
  });
});

describe('formatVital', () => {
  it('formatVital() gives cls no unit and the others milliseconds when given a value', () => {
    expect(formatVital('cls', 0.1234)).toBe('0.123');
    expect(formatVital('cls', 0)).toBe('0');
    expect(formatVital('lcp', 2710)).toBe('2.71 s');
  });
});

import * as fc from 'fast-check';
import { formatDurationOption, parseDuration } from '../../../lib/core/journey/duration.ts';

describe('parseDuration()', () => {
  it.each([
    ['500ms', 500],
    ['2.5s', 2_500],
    ['0.1s', 100],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
    ['0ms', 0],
  ])('parseDuration() reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ kind: 'valid', ms });
  });

  it.each([
    '',
    '5',
    '5 m',
    '-5m',
    '5M',
    '1e3ms',
    '.5s',
    '5.s',
    '5mm',
    'm',
    '5m ',
    '٥m',
    'Infinityms',
  ])('parseDuration() refuses %j', (text) => {
    expect(parseDuration(text).kind).toBe('problem');
  });

  it('parseDuration() says that the unit is missing when only a number was written', () => {
    expect(parseDuration('30')).toEqual({
      kind: 'problem',
      message:
        'it has no unit; expected a number and a unit of ms, s, m, h or d, such as "500ms", "2.5s" or "5m"',
    });
  });

  it('parseDuration() refuses a length beyond exact arithmetic', () => {
    expect(parseDuration(`${'9'.repeat(16)}d`).kind).toBe('problem');
  });

  it('parseDuration() never throws and never returns a negative or infinite length', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseDuration(text);
        expect(parsed.kind === 'problem' || (parsed.ms >= 0 && Number.isFinite(parsed.ms))).toBe(
          true,
        );
      }),
    );
  });
});

describe('formatDurationOption()', () => {
  it.each([
    [0, '0ms'],
    [0.354, '0.35ms'],
    [12.34, '12.3ms'],
    [500, '500ms'],
    [999.7, '1s'],
    [2_500, '2.5s'],
    [59_999, '1m'],
    [60_000, '1m'],
    [90_000, '1m 30s'],
    [3_599_900, '1h'],
    [7_500_000, '2h 5m'],
    [86_400_000, '1d'],
    [86_399_000, '1d'],
    [273_600_000, '3d 4h'],
    [-1_500, '-1.5s'],
  ])('formatDurationOption() writes %d ms as %s', (ms, text) => {
    expect(formatDurationOption(ms)).toBe(text);
  });

  it('formatDurationOption() throws when the value is not a number', () => {
    expect(() => formatDurationOption(Number.NaN)).toThrow(RangeError);
  });

  it('formatDurationOption() is undone by parseDuration() within its rounding below one minute', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 59_990, noNaN: true }), (ms) => {
        const parsed = parseDuration(formatDurationOption(ms));
        expect(parsed.kind === 'valid' ? Math.abs(parsed.ms - ms) : Infinity).toBeLessThanOrEqual(
          5,
        );
      }),
    );
  });
});

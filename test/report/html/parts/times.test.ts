import { coveredRange } from '../../../../lib/core/dashboard/history/covered-range.ts';
import {
  isOfLength,
  formatRangeLength,
  RANGE_LENGTHS,
} from '../../../../lib/report/html/parts/times.ts';
import { DAY_MS } from '../../../../lib/core/base/time.ts';

const NOW_MS = Date.parse('2026-11-22T16:45:10.000Z');

describe('formatRangeLength()', () => {
  test.each(RANGE_LENGTHS)(
    'formatRangeLength() names the last $words, also when extended to a whole hour or day',
    ({ words, ms }) => {
      const range = coveredRange({ fromMs: NOW_MS - ms, toMs: NOW_MS }, NOW_MS);

      expect(formatRangeLength(range)).toBe(words);
      expect(RANGE_LENGTHS.filter((each) => isOfLength(range, each.ms))).toEqual([{ words, ms }]);
    },
  );

  test('formatRangeLength() prints the duration of any other range', () => {
    const range = { fromMs: NOW_MS - 30 * DAY_MS - 5 * 3_600_000, toMs: NOW_MS };

    expect(formatRangeLength(range)).toBe('30 d 05 h');
  });
});

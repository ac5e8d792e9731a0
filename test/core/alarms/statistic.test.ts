import { statisticOf } from '../../../lib/core/alarms/datapoints.ts';

describe('statisticOf()', () => {
  it.each([
    ['Sum', 15],
    ['Average', 3.75],
    ['Minimum', 1],
    ['Maximum', 9],
    ['SampleCount', 4],
    ['p50', 2],
    ['p75', 3],
    ['p75.1', 9],
    ['p100', 9],
    ['p0', 1],
  ] as const)('statisticOf() sums up 9, 1, 3 and 2 when asked for %s', (statistic, value) => {
    expect(statisticOf(statistic, [9, 1, 3, 2])).toBe(value);
  });

  it.each(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p95'] as const)(
    'statisticOf() has no datapoint when there are no samples for %s',
    (statistic) => {
      expect(statisticOf(statistic, [])).toBeNull();
    },
  );

  it('statisticOf() throws when a percentile is out of range', () => {
    expect(() => statisticOf('p101', [1])).toThrow(
      'Cannot take statistic "p101"; expected p0 to p100',
    );
  });
});

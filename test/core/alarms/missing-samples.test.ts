import { missingSamples } from '../../../lib/core/alarms/sample-log.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 23, 6);
const OFFICE = { kind: 'cron', expression: '0/20 8-9 ? * MON-FRI *', timeZone: 'UTC' } as const;

function countsOf(recorded: readonly number[], hours: number): readonly (readonly number[])[] {
  const samples = missingSamples(
    OFFICE,
    { journey: 'checkout', region: 'local' },
    {
      recorded: new Set(recorded.map((minute) => START_MS + minute * MINUTE_MS)),
      fromMs: START_MS - 1,
      toMs: START_MS + hours * HOUR_MS + 1,
    },
  );

  return samples.map(({ atMs, value }) => [(atMs - START_MS) / HOUR_MS, value]);
}

describe('missingSamples()', () => {
  it('missingSamples() counts each hour’s slots without a record, 0 at night', () => {
    const recorded = [120, 140, 200];

    expect(countsOf(recorded, 5)).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 2],
      [5, 0],
    ]);
  });

  it('missingSamples() says nothing of an hour that is not over', () => {
    expect(countsOf([], 2.9)).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(countsOf([], 0)).toEqual([]);
  });
});

import * as fc from 'fast-check';
import type { Statistic } from '../../../lib/core/alarms/alarm-definition.ts';
import { datapointsOf, statisticOf } from '../../../lib/core/alarms/datapoints.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

function alarmOn(statistic: Statistic, periodSeconds: number) {
  return {
    kind: 'metric',
    name: 'slow',
    meaning: { code: 'notifier' },
    metric: { namespace: 'n', name: 'Duration', dimensions: {}, statistic },
    periodSeconds,
    operator: 'GreaterThanThreshold',
    threshold: 0,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'missing',
  } as const;
}

describe('datapointsOf()', () => {
  it('datapointsOf() sums up each period independently when samples are random', () => {
    const sample = fc.record({
      minute: fc.nat({ max: 60 }),
      value: fc.integer({ min: -5, max: 5 }),
    });
    const statistic = fc.constantFrom<Statistic[]>(
      'p0',
      'p50',
      'p75',
      'p99',
      'p100',
      'Sum',
      'SampleCount',
    );

    const setting = fc.record({
      asked: statistic,
      periodMinutes: fc.integer({ min: 1, max: 15 }),
      stepMinutes: fc.integer({ min: 1, max: 9 }),
    });

    fc.assert(
      fc.property(fc.array(sample, { maxLength: 80 }), setting, (found, each) => {
        const { asked, periodMinutes, stepMinutes } = each;
        const samples = found
          .map(({ minute, value }) => ({ atMs: minute * MINUTE_MS, value }))
          .toSorted((a, b) => a.atMs - b.atMs);
        const grid = { fromMs: 0, stepMs: stepMinutes * MINUTE_MS, count: 70 };

        const datapoints = datapointsOf(alarmOn(asked, periodMinutes * 60), () => samples, grid);

        const alone = datapoints.map((_, index) => {
          const endMs = index * grid.stepMs;
          const fromMs = endMs - periodMinutes * MINUTE_MS;
          const inside = samples.filter(({ atMs }) => atMs >= fromMs && atMs < endMs);
          return statisticOf(
            asked,
            inside.map(({ value }) => value),
          );
        });
        expect(datapoints).toEqual(alone);
      }),
      { numRuns: 2_000 },
    );
  });
});

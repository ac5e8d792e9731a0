import type { SchedulePlan } from '../../../lib/core/journey/plan.ts';
import {
  budgetPeriods,
  isEven,
  slotPeriods,
  slotRhythm,
} from '../../../lib/core/alarms/alarm-periods.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

function everyMinutes(count: number): SchedulePlan {
  return { kind: 'rate', everyMinutes: count };
}

function cronOf(expression: string, timeZone = 'UTC'): SchedulePlan {
  return { kind: 'cron', expression, timeZone };
}

function periods(schedule: SchedulePlan, datapoints: readonly [number, number] = [2, 3]) {
  const { periodSeconds, datapointsToAlarm, evaluationPeriods } = slotPeriods(
    slotRhythm(schedule),
    datapoints,
  );

  return [periodSeconds, datapointsToAlarm, evaluationPeriods];
}

describe('slotPeriods()', () => {
  it.each([
    ['every 5 minutes', everyMinutes(5), [5 * MINUTE, 2, 3]],
    ['every 7 minutes', everyMinutes(7), [7 * MINUTE, 2, 3]],
    ['every day', everyMinutes(1_440), [DAY, 2, 3]],
    ['every 3 days', everyMinutes(4_320), [3 * DAY, 2, 2]],
    ['every week', everyMinutes(10_080), [7 * DAY, 1, 1]],
    ['every 30 days', everyMinutes(43_200), [7 * DAY, 1, 1]],
    ['business hours', cronOf('*/10 8-18 ? * MON-FRI *'), [10 * MINUTE, 2, 3]],
    ['every hour', cronOf('0 * * * ? *'), [HOUR, 2, 3]],
    ['every day at eight', cronOf('0 8 * * ? *', 'Europe/Amsterdam'), [DAY, 2, 3]],
    ['first of the month', cronOf('0 8 1 * ? *'), [7 * DAY, 1, 1]],
    ['a year that is over', cronOf('0/10 * * * ? 1999'), [10 * MINUTE, 2, 3]],
    ['one slot ever', cronOf('0 8 1 1 ? 2030'), [DAY, 2, 3]],
  ])('slotPeriods() is the distance of slots when the schedule is %s', (_, schedule, expected) => {
    expect(periods(schedule)).toEqual(expected);
  });

  it('slotPeriods() takes the distance that joins a lonely slot to others when there is one', () => {
    // 8:00 and 9:00 are neighbours, 20:00 is eleven hours from them.
    expect(periods(cronOf('0 8,9,20 * * ? *'))).toEqual([11 * HOUR, 2, 3]);
    expect(periods(cronOf('0 8,9,20 * * ? *'), [1, 1])).toEqual([HOUR, 1, 1]);
  });

  it('slotPeriods() takes a longer distance when a burst has fewer slots than M', () => {
    const bursts = cronOf('0,5,10 8,14,20 * * ? *');

    expect(periods(bursts, [3, 4])).toEqual([5 * MINUTE, 3, 4]);
    expect(periods(bursts, [4, 4])[0]).toBeGreaterThan(5 * MINUTE);
  });

  it('slotPeriods() stays within a day when N is large and the period below an hour', () => {
    expect(periods(everyMinutes(30), [40, 100])).toEqual([30 * MINUTE, 40, 48]);
    expect(periods(everyMinutes(60), [160, 200])).toEqual([HOUR, 160, 168]);
  });
});

describe('isEven()', () => {
  it.each([
    [everyMinutes(5), true],
    [cronOf('0/5 * * * ? *'), true],
    [cronOf('0/5 * * * ? *', 'Europe/Amsterdam'), false],
    [cronOf('*/10 8-18 ? * MON-FRI *'), false],
    [cronOf('0/7 * * * ? *'), false],
    [cronOf('0/5 * ? * MON-FRI *'), false],
  ])('isEven() of %j is %s', (schedule, even) => {
    expect(isEven(schedule, slotRhythm(schedule))).toBe(even);
  });
});

describe('budgetPeriods()', () => {
  it.each([
    ['p50', 3, HOUR, 20],
    ['p75', 9, 6 * HOUR, 40],
    ['p75', 10, DAY, 144],
    ['p75', 5, 6 * HOUR, 72],
    ['p95', 5, DAY, 288],
    ['p90', 60, 7 * DAY, 168],
    ['p99', 5, 7 * DAY, 2_016],
    ['p99', 60, 7 * DAY, 168],
    ['p50', 43_200, 7 * DAY, 1],
  ] as const)('budgetPeriods() of %s every %i minutes is %i s, %i runs', (...row) => {
    const [statistic, minutes, periodSeconds, runs] = row;

    expect(budgetPeriods(slotRhythm(everyMinutes(minutes)), statistic)).toEqual({
      periodSeconds,
      runs,
    });
  });
});

import * as fc from 'fast-check';
import type { SchedulePlan } from '../../../lib/core/journey/plan.ts';
import { nextSlots, slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { DAY_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };

function cronOf(expression: string, timeZone = 'UTC'): SchedulePlan {
  return { kind: 'cron', expression, timeZone };
}

function next(schedule: SchedulePlan, after: string, count: number): readonly string[] {
  const slots = nextSlots(schedule, SERIES, { afterMs: Date.parse(after), count });

  return slots.map((slot) => new Date(slot).toISOString().replace(':00.000Z', 'Z'));
}

function between(schedule: SchedulePlan, from: string, to: string): readonly string[] {
  const slots = slotsBetween(schedule, SERIES, { fromMs: Date.parse(from), toMs: Date.parse(to) });

  return slots.map((slot) => new Date(slot).toISOString().replace(':00.000Z', 'Z'));
}

describe('nextSlots()', () => {
  // The examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
  it.each([
    ['0 10 * * ? *', ['2027-01-01T10:00Z', '2027-01-02T10:00Z', '2027-01-03T10:00Z']],
    ['15 12 * * ? *', ['2027-01-01T12:15Z', '2027-01-02T12:15Z', '2027-01-03T12:15Z']],
    ['0 18 ? * MON-FRI *', ['2027-01-01T18:00Z', '2027-01-04T18:00Z', '2027-01-05T18:00Z']],
    ['0 8 1 * ? *', ['2027-01-01T08:00Z', '2027-02-01T08:00Z', '2027-03-01T08:00Z']],
    ['0/15 * * * ? *', ['2027-01-01T00:15Z', '2027-01-01T00:30Z', '2027-01-01T00:45Z']],
    ['0/10 * ? * MON-FRI *', ['2027-01-01T00:10Z', '2027-01-01T00:20Z', '2027-01-01T00:30Z']],
    ['0/5 8-17 ? * MON-FRI *', ['2027-01-01T08:00Z', '2027-01-01T08:05Z', '2027-01-01T08:10Z']],
    ['15 10 ? * 6L 2027-2028', ['2027-01-29T10:15Z', '2027-02-26T10:15Z', '2027-03-26T10:15Z']],
    ['0 9 ? * 2#1 *', ['2027-01-04T09:00Z', '2027-02-01T09:00Z', '2027-03-01T09:00Z']],
    ['0 9 ? * 3#5 *', ['2027-03-30T09:00Z', '2027-06-29T09:00Z', '2027-08-31T09:00Z']],
    ['0 0 L * ? *', ['2027-01-31T00:00Z', '2027-02-28T00:00Z', '2027-03-31T00:00Z']],
    ['0 0 LW * ? *', ['2027-01-29T00:00Z', '2027-02-26T00:00Z', '2027-03-31T00:00Z']],
    ['0 0 1W * ? *', ['2027-02-01T00:00Z', '2027-03-01T00:00Z', '2027-04-01T00:00Z']],
    ['0 0 3W * ? *', ['2027-01-04T00:00Z', '2027-02-03T00:00Z', '2027-03-03T00:00Z']],
    ['0 0 ? * L *', ['2027-01-02T00:00Z', '2027-01-09T00:00Z', '2027-01-16T00:00Z']],
    ['30 0 29 2 ? *', ['2028-02-29T00:30Z', '2032-02-29T00:30Z', '2036-02-29T00:30Z']],
  ])('nextSlots() gives the instants of %s', (expression, instants) => {
    expect(next(cronOf(expression), '2027-01-01T00:00:00Z', 3)).toEqual(instants);
  });

  it('nextSlots() is strictly after when the instant is itself a slot', () => {
    expect(next(cronOf('0 10 * * ? *'), '2027-01-01T10:00:00Z', 1)).toEqual(['2027-01-02T10:00Z']);
    expect(next(cronOf('0 10 * * ? *'), '2027-01-01T09:59:59.999Z', 1)).toEqual([
      '2027-01-01T10:00Z',
    ]);
  });

  it.each([
    ['0 0 1W 5 ? 2027', '2027-05-03T00:00Z'],
    ['0 0 15W 5 ? 2027', '2027-05-14T00:00Z'],
    ['0 0 16W 5 ? 2027', '2027-05-17T00:00Z'],
    ['0 0 28W 2 ? 2027', '2027-02-26T00:00Z'],
    ['0 0 LW 7 ? 2027', '2027-07-30T00:00Z'],
  ])(
    'nextSlots() stays within the month when the weekday nearest is sought: %s',
    (expression, slot) => {
      expect(next(cronOf(expression), '2027-01-01T00:00:00Z', 2)).toEqual([slot]);
    },
  );

  it('nextSlots() returns fewer when the schedule ends', () => {
    const lastTwo = next(cronOf('0 0 1 1,7 ? 2027'), '2026-11-22T00:00:00Z', 5);

    expect(lastTwo).toEqual(['2027-01-01T00:00Z', '2027-07-01T00:00Z']);
    expect(next(cronOf('0 0 1 1 ? 2020'), '2026-11-22T00:00:00Z', 3)).toEqual([]);
  });

  it('nextSlots() finds a date that is far off', () => {
    const slots = next(cronOf('0 0 29 2 ? 2196'), '2026-11-22T00:00:00Z', 1);

    expect(slots).toEqual(['2196-02-29T00:00Z']);
  });

  it('nextSlots() spreads an interval by journey and region and keeps it for ever', () => {
    const schedule: SchedulePlan = { kind: 'rate', everyMinutes: 5 };
    const range = { afterMs: Date.parse('2027-01-01T00:00:00Z'), count: 1 };
    const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2', 'sa-east-1', 'eu-north-1'];

    const minutes = regions.map((region) => {
      const [slot = 0] = nextSlots(schedule, { journey: 'checkout', region }, range);
      return (slot / MINUTE_MS) % 5;
    });

    expect(new Set(minutes).size).toBeGreaterThan(2);
    expect(next(schedule, '2027-01-01T00:00:00Z', 3)).toEqual([
      '2027-01-01T00:04Z',
      '2027-01-01T00:09Z',
      '2027-01-01T00:14Z',
    ]);
  });
});

describe('slotsBetween()', () => {
  it('slotsBetween() includes the start and excludes the end', () => {
    const hourly = cronOf('0 * * * ? *');

    const slots = between(hourly, '2027-01-01T00:00:00Z', '2027-01-01T02:00:00Z');

    expect(slots).toEqual(['2027-01-01T00:00Z', '2027-01-01T01:00Z']);
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
  it('slotsBetween() skips a reading that the clocks jump over in spring', () => {
    const daily = cronOf('30 2 * * ? *', 'Europe/Amsterdam');

    const slots = between(daily, '2027-03-27T00:00:00Z', '2027-03-30T00:00:00Z');

    expect(slots).toEqual(['2027-03-27T01:30Z', '2027-03-29T00:30Z']);
  });

  it('slotsBetween() has a reading once when the clocks repeat it in autumn', () => {
    const daily = cronOf('30 2 * * ? *', 'Europe/Amsterdam');

    const slots = between(daily, '2027-10-30T00:00:00Z', '2027-11-02T00:00:00Z');

    expect(slots).toEqual(['2027-10-30T00:30Z', '2027-10-31T00:30Z', '2027-11-01T01:30Z']);
  });

  it('slotsBetween() follows a change of half an hour', () => {
    const schedule = cronOf('45 1 * * ? *', 'Australia/Lord_Howe');

    const slots = between(schedule, '2027-04-02T12:00:00Z', '2027-04-05T00:00:00Z');

    expect(slots).toEqual(['2027-04-02T14:45Z', '2027-04-03T14:45Z', '2027-04-04T15:15Z']);
  });

  it('slotsBetween() has no slot on a local date that a zone skipped', () => {
    const schedule = cronOf('0 12 * * ? *', 'Pacific/Apia');

    const slots = between(schedule, '2011-12-29T00:00:00Z', '2012-01-01T00:00:00Z');

    expect(slots).toEqual(['2011-12-29T22:00Z', '2011-12-30T22:00Z', '2011-12-31T22:00Z']);
  });

  it('slotsBetween() is a partition: two halves give the whole, whatever the schedule', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4_000 }),
        fc.integer({ min: 0, max: 3 * DAY_MS }),
        (everyMinutes, cutMs) => {
          const schedule: SchedulePlan = { kind: 'rate', everyMinutes };
          const from = Date.parse('2027-03-27T00:00:00Z');
          const range = { fromMs: from, toMs: from + 3 * DAY_MS };

          const whole = slotsBetween(schedule, SERIES, range);
          const first = slotsBetween(schedule, SERIES, { fromMs: from, toMs: from + cutMs });
          const rest = slotsBetween(schedule, SERIES, { ...range, fromMs: from + cutMs });

          expect([...first, ...rest]).toEqual(whole);
          expect(
            whole.slice(1).every((slot, i) => slot - (whole[i] ?? 0) === everyMinutes * MINUTE_MS),
          ).toBe(true);
        },
      ),
    );
  });
});

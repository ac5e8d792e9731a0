import { cron, every, rate } from '../../../lib/core/journey/definition.ts';
import { describeSchedule } from '../../../lib/core/schedule/describe-schedule.ts';
import { readSchedule } from '../../../lib/core/schedule/read-schedule.ts';
import { shortestIntervalMs } from '../../../lib/core/schedule/shortest-interval.ts';
import { fnv1a } from '../../../lib/core/base/fnv1a.ts';

describe('readSchedule()', () => {
  it.each([
    [every('1m'), 1],
    [every('5m'), 5],
    [every('90m'), 90],
    [every('1.5h'), 90],
    [every('120s'), 2],
    [every('2d'), 2_880],
    [rate('1 minute'), 1],
    [rate('5 minutes'), 5],
    [rate('rate(1 hour)'), 60],
    [rate(' rate( 2 days ) '), 2_880],
  ])('readSchedule() reads %j as every %d minutes', (schedule, everyMinutes) => {
    expect(readSchedule(schedule)).toEqual({ kind: 'valid', plan: { kind: 'rate', everyMinutes } });
  });

  it.each([
    [
      every('30s'),
      'Cannot read interval "30s": EventBridge starts schedules on whole minutes; expected a whole number of minutes, such as "1m"',
    ],
    [
      every('90s'),
      'Cannot read interval "90s": EventBridge starts schedules on whole minutes; expected a whole number of minutes, such as "2m"',
    ],
    [
      every('5'),
      'Cannot read interval "5": it has no unit; expected whole minutes, such as "5m", "2h" or "1d"',
    ],
    [
      rate('1 minutes'),
      'Cannot read schedule "1 minutes": EventBridge wants the singular for 1 and the plural for more; expected "1 minute"',
    ],
    [
      rate('rate(5 minute)'),
      'Cannot read schedule "rate(5 minute)": EventBridge wants the singular for 1 and the plural for more; expected "5 minutes"',
    ],
    [
      rate('0 minutes'),
      'Cannot read schedule "0 minutes": it is not a rate; expected a positive whole number and minutes, hours or days, such as "5 minutes"',
    ],
    [
      rate('(5 minutes)'),
      'Cannot read schedule "(5 minutes)": it is not a rate; expected a positive whole number and minutes, hours or days, such as "5 minutes"',
    ],
    [
      cron('0 9 * * ? *', { timeZone: 'Europe/Amsterdm' }),
      'Cannot read time zone "Europe/Amsterdm": it is no time zone of the IANA database; expected a name such as "Europe/Amsterdam"',
    ],
    [
      cron('0 9 * * ? *', { timeZone: 'berlin' }),
      'Cannot read time zone "berlin": it is no time zone of the IANA database; expected a name such as "Europe/Berlin"',
    ],
    [
      cron('0 9 * * ? *', { timeZone: 'utc' }),
      'Cannot read time zone "utc": it is no time zone of the IANA database; expected a name such as "UTC"',
    ],
  ])('readSchedule() refuses %j', (schedule, message) => {
    expect(readSchedule(schedule)).toMatchObject({ kind: 'problems', problems: [{ message }] });
  });

  it.each([
    'UTC',
    'Europe/Amsterdam',
    'Asia/Kolkata',
    'US/Pacific',
    'Etc/GMT+5',
    'America/Port_of_Spain',
  ])('readSchedule() accepts the time zone %s', (timeZone) => {
    expect(readSchedule(cron('0 9 * * ? *', { timeZone })).kind).toBe('valid');
  });

  it.each(['+01:00', '', 'Mars/Olympus', 'europe/amsterdam'])(
    'readSchedule() refuses the time zone %j',
    (timeZone) => {
      expect(readSchedule(cron('0 9 * * ? *', { timeZone })).kind).toBe('problems');
    },
  );
});

describe('readSchedule() of a cron', () => {
  it('readSchedule() lists both when the expression and the time zone are wrong', () => {
    const read = readSchedule(cron('0 25 * * ? *', { timeZone: 'Nowhere/Land' }));

    const parts = read.kind === 'problems' ? read.problems.map(({ part }) => part) : [];
    expect(parts).toEqual(['expression', 'timeZone']);
  });
});

describe('shortestIntervalMs()', () => {
  it.each([
    ['* * * * ? *', 60_000],
    ['0/15 * * * ? *', 900_000],
    ['0,50 * * * ? *', 600_000],
    ['0 9 * * ? *', 86_400_000],
    ['0 9,17 ? * MON-FRI *', 28_800_000],
    ['0 0,23 * * ? *', 3_600_000],
    ['0 9 ? * MON *', 604_800_000],
    ['0 0 L,1 * ? *', null],
    ['0 0 28,1 * ? *', 86_400_000],
    ['0 0 1 1 ? 2027', Infinity],
  ])('shortestIntervalMs() of %s is %p', (expression, expected) => {
    const schedule = readSchedule(cron(expression));
    const shortest = schedule.kind === 'valid' ? shortestIntervalMs(schedule.plan) : null;

    expect(shortest).toBe(expected);
  });
});

describe('describeSchedule()', () => {
  it.each([
    [every('1m'), 'every minute'],
    [every('5m'), 'every 5 minutes'],
    [every('90m'), 'every 90 minutes'],
    [every('2h'), 'every 2 hours'],
    [every('1d'), 'every day'],
    [
      cron('*/10 8-18 ? * MON-FRI *', { timeZone: 'Europe/Amsterdam' }),
      'every 10 minutes from 08:00 to 18:59, Monday to Friday, Europe/Amsterdam time',
    ],
    [cron('0 9 ? * 2#1 *'), 'at 09:00, on the first Monday of the month, UTC'],
    [
      cron('15 10 ? * 6L 2027-2029'),
      'at 10:15, on the last Friday of the month, in 2027 to 2029, UTC',
    ],
    [cron('0 8 1 * ? *'), 'at 08:00, on day 1 of the month, UTC'],
    [cron('3/15 * * * ? *'), 'every 15 minutes starting at minute 3, every day, UTC'],
    [cron('7 * ? * SAT,SUN *'), 'at minute 7 of every hour, on Sunday and Saturday, UTC'],
    [
      cron('0,10,25 8,12,20 * JUN-AUG ? *'),
      'at minutes 0, 10 and 25 of hours 8, 12 and 20, every day, in June to August, UTC',
    ],
    [
      cron('0 6,18 LW 12 ? *'),
      'at 06:00, 18:00, on the last weekday of the month, in December, UTC',
    ],
  ])('describeSchedule() says %j in words', (schedule, words) => {
    const read = readSchedule(schedule);

    expect(read.kind === 'valid' ? describeSchedule(read.plan) : read).toBe(words);
  });
});

describe('fnv1a()', () => {
  // http://www.isthe.com/chongo/src/fnv/test_fnv.c
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('fnv1a() of %j is the published value', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });
});

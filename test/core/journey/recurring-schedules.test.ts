import { cron, monthly, weekly } from '../../../lib/core/journey/definition.ts';
import { readSchedule } from '../../../lib/core/schedule/read-schedule.ts';

describe('weekly() and monthly()', () => {
  it.each([
    [weekly('SUN', '02:00'), cron('0 2 ? * SUN *')],
    [weekly(['MON', 'FRI'], '23:59'), cron('59 23 ? * MON,FRI *')],
    [
      weekly('SAT', '7:05', { timeZone: 'Asia/Tokyo' }),
      cron('5 7 ? * SAT *', { timeZone: 'Asia/Tokyo' }),
    ],
    [monthly(28, '00:00'), cron('0 0 28 * ? *')],
  ])('weekly() and monthly() write %j as a valid cron expression', (schedule, same) => {
    expect(schedule).toEqual(same);
    expect(readSchedule(schedule)).toMatchObject({ kind: 'valid' });
  });

  it.each([
    [weekly('SUN', '2 am'), 'Cannot read schedule "2 am ? * SUN *"'],
    [weekly('SUN', '24:00'), 'Cannot read schedule "0 24 ? * SUN *"'],
    [monthly(32, '02:00'), 'Cannot read schedule "0 2 32 * ? *"'],
  ])('weekly() and monthly() leave what is wrong in %j to validation', (schedule, message) => {
    const read = readSchedule(schedule);

    expect(read.kind === 'problems' ? read.problems[0]?.message : '').toContain(message);
  });
});

import * as fc from 'fast-check';
import { parseCron } from '../../../lib/core/schedule/cron-pattern.ts';

describe('parseCron()', () => {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
  it.each([
    '0 10 * * ? *',
    '15 12 * * ? *',
    '0 18 ? * MON-FRI *',
    '0 8 1 * ? *',
    '0/15 * * * ? *',
    '0/10 * ? * MON-FRI *',
    '0/5 8-17 ? * MON-FRI *',
    '0/30 20-23,0-2 ? * MON-FRI *',
    '15 10 ? * 6L 2022-2023',
    '0 9 ? * 2#1 *',
    '30 0 L * ? *',
    '0 12 3W * ? *',
    '0 21 LW * ? *',
    '0 11-23/2 * * ? *',
    '30-30 13-13 ? * 2,4,6 *',
  ])('parseCron() accepts %s', (expression) => {
    expect(parseCron(expression)).toMatchObject({ kind: 'valid', expression });
  });

  it('parseCron() makes the spelling uniform when it is wrapped, spaced or in lower case', () => {
    expect(parseCron(' cron(0   9 ? jan mon-fri  *) ')).toMatchObject({
      kind: 'valid',
      expression: '0 9 ? JAN MON-FRI *',
    });
  });

  it('parseCron() reads Sunday as day 1 and Saturday as day 7', () => {
    expect(parseCron('0 0 ? * 1,7 *')).toMatchObject({
      pattern: { days: { kind: 'days-of-week', days: [1, 7] } },
    });
    expect(parseCron('0 0 ? * SUN,SAT *')).toMatchObject({
      pattern: { days: { kind: 'days-of-week', days: [1, 7] } },
    });
  });

  it('parseCron() starts a step at its first value when 1/10 is written', () => {
    expect(parseCron('1/10 * * * ? *')).toMatchObject({
      pattern: { minutes: [1, 11, 21, 31, 41, 51] },
    });
  });

  it.each([
    ['', 'it has 0 fields; expected six: minute hour day-of-month month day-of-week year'],
    [
      '*/5 * * * *',
      'it has 5 fields (Unix cron has five, EventBridge a year as well); expected six: minute hour day-of-month month day-of-week year',
    ],
    [
      '0 9 * * * *',
      'its day-of-month is "*" and its day-of-week "*"; expected "?" as one of them, here as day-of-month',
    ],
    [
      '0 9 1 * MON *',
      'its day-of-month is "1" and its day-of-week "MON"; expected "?" as one of them, here as day-of-week',
    ],
    ['0 9 ? * ? *', 'both its day fields are "?"; expected a "?" in one of them only'],
    ['60 9 * * ? *', 'its minute field has "60"; expected 0-59'],
    ['0 24 * * ? *', 'its hour field has "24"; expected 0-23'],
    ['0 9 32 * ? *', 'its day-of-month field has "32"; expected 1-31'],
    ['0 9 * 13 ? *', 'its month field has "13"; expected 1-12 or JAN-DEC'],
    ['0 9 ? * 0 *', 'its day-of-week field has "0"; expected 1-7 or SUN-SAT'],
    ['0 9 * * ? 1969', 'its year field has "1969"; expected 1970-2199'],
    ['0 9 * * ? 2200', 'its year field has "2200"; expected 1970-2199'],
    ['0/0 9 * * ? *', 'its minute field has the step "/0"; expected /1 to /59'],
    ['0 22-2 * * ? *', 'its hour field has the backward range "22-2"; expected 22-23,0-2'],
    [
      '0 9 ? * FRI-MON *',
      'its day-of-week field has the backward range "FRI-MON"; expected FRI-SAT,SUN-MON',
    ],
    ['0 9 ? * MON/2 *', 'its day-of-week field has a step "/2"; expected a list such as 2,4,6'],
    [
      '0 9 ? * 3#1,6#3 *',
      'its day-of-week field has "3#1,6#3"; expected a "#" to stand alone, as in 6#3',
    ],
    ['0 9 ? * 3#6 *', 'its day-of-week field has "3#6"; expected #1 to #5'],
    ['0 9 L,1 * ? *', 'its day-of-month field has "L,1"; expected L, LW or 15W to stand alone'],
    ['0 9 32W * ? *', 'its day-of-month field has "32W"; expected 1W-28W or LW'],
    ['0 9 29W * ? *', 'its day-of-month field has "29W"; expected 1W-28W or LW'],
    ['1,,2 9 * * ? *', 'its minute field has an empty entry; expected 0-59'],
    [
      '0 9 30 2 ? *',
      'it never fires, because no month has such a day; expected a date that exists',
    ],
    [
      '0 9 29 2 ? 2027',
      'it never fires, because no month has such a day; expected a date that exists',
    ],
    [
      '99 25 * * ? *',
      'its minute field has "99"; expected 0-59; its hour field has "25"; expected 0-23',
    ],
  ])('parseCron() refuses %j and says why', (expression, message) => {
    expect(parseCron(expression)).toEqual({ kind: 'problem', message });
  });

  it('parseCron() returns a problem and never throws when the text is arbitrary', () => {
    const field = fc.string({ maxLength: 6 });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 8 }), (fields) => {
        expect(['valid', 'problem']).toContain(parseCron(fields.join(' ')).kind);
      }),
    );
  });
});

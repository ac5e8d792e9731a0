import { startAfter, startDateOf } from '../../../lib/infra/region/start-date.ts';

function at(time: string): number {
  return Date.parse(`2026-11-22T${time}Z`);
}

describe('startAfter()', () => {
  it.each([
    ['12:00:00', '12:45:00'],
    ['12:14:59', '12:45:00'],
    ['12:15:00', '13:00:00'],
  ])('startAfter() is the same within a quarter of an hour, at %s', (now, expected) => {
    expect(startAfter(at(now))).toBe(at(expected));
  });
});

describe('startDateOf()', () => {
  it('startDateOf() is the first slot at or after the instant', () => {
    const series = { journey: 'health', region: 'eu-west-1' };
    const schedule = { kind: 'rate', everyMinutes: 45 } as const;

    expect(startDateOf(schedule, series, at('12:11:00'))).toBe('2026-11-22T12:11:00.000Z');
    expect(startDateOf(schedule, series, at('12:11:01'))).toBe('2026-11-22T12:56:00.000Z');
  });
});

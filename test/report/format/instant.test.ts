import {
  formatClock,
  formatDay,
  formatDays,
  formatInstant,
  formatMinute,
  formatMoment,
  formatTimeRange,
} from '../../../lib/report/format/instant.ts';

const NOW = Date.UTC(2026, 10, 22);

test('every instant is printed in UTC, and as "?" when it cannot be read', () => {
  const at = '2026-11-22T16:54:03.999Z';

  expect([formatInstant(at), formatMinute(at), formatClock(at)]).toEqual([
    '2026-11-22 16:54:03 UTC',
    '2026-11-22 16:54 UTC',
    '16:54:03',
  ]);
  expect(formatClock(Date.UTC(2026, 0, 1, 3, 4, 5))).toBe('03:04:05');
  expect(formatInstant('yesterday')).toBe('?');
});

test('formatTimeRange() prints the zone once', () => {
  expect(formatTimeRange('2026-11-22T16:00Z', '2026-11-23T16:00Z')).toBe(
    '2026-11-22 16:00 to 2026-11-23 16:00 UTC',
  );
});

test.each([
  ['2026-12-04', '2026-12-19', 'between 4 and 19 December'],
  ['2026-11-28', '2026-12-04', 'between 28 November and 4 December'],
  ['2026-12-04', '2026-12-04T20:00Z', 'on 4 December'],
  ['2026-12-28', '2027-01-04', 'between 28 December and 4 January 2027'],
  ['2027-01-02', '2027-01-04', 'between 2 and 4 January 2027'],
])('formatDays() prints %s to %s as "%s"', (from, to, expected) => {
  expect(formatDays(Date.parse(from), Date.parse(to), NOW)).toBe(expected);
});

test.each([
  ['2026-10-22T13:00Z', '2026-10-22T14:00Z', 'on 22 October at 13:00 UTC'],
  ['2026-10-22T10:00Z', '2026-10-22T16:00Z', 'on 22 October between 10:00 and 16:00 UTC'],
  ['2026-10-21T22:00Z', '2026-10-22T16:00Z', 'between 21 October 22:00 and 22 October 16:00 UTC'],
])('formatMoment() prints %s to %s as "%s"', (from, to, expected) => {
  expect(formatMoment(Date.parse(from), Date.parse(to), NOW)).toBe(expected);
});

test('formatDay() names the year where it is another', () => {
  expect(formatDay(Date.parse('2025-10-03'), NOW)).toBe('3 October 2025');
});

import { tickLabels, timeTicks, valueTicks } from '../../../lib/report/format/axis-ticks.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

test.each([
  [1_620, 'ms', ['0', '0.5 s', '1.0 s', '1.5 s']],
  [950, 'ms', ['0', '500 ms']],
  [460, 'ms', ['0', '200 ms', '400 ms']],
  [600_000, 'ms', ['0', '5 m', '10 m']],
  [0.26, 'score', ['0', '0.1', '0.2']],
  [3_200_000, 'bytes', ['0', '1 MB', '2 MB', '3 MB']],
  [42, 'count', ['0', '20', '40']],
] as const)('valueTicks() of %d %s are nice and have one unit', (top, unit, labels) => {
  expect(valueTicks(top, unit).map(({ label }) => label)).toEqual(labels);
});

test.each([
  [[0, 2.5, 5], 'ms', ['0', '2.5 ms', '5.0 ms']],
  [[12_200, 12_220], 'ms', ['12.20 s', '12.22 s']],
  [[0, 250, 500], 'bytes', ['0', '250 B', '500 B']],
  [[], 'count', []],
] as const)('tickLabels() of %j %s have the digits that the step needs', (values, unit, labels) => {
  expect(tickLabels(values, unit)).toEqual(labels);
});

test('valueTicks() lie where their labels say', () => {
  expect(valueTicks(1_620, 'ms').map(({ at }) => at)).toEqual([0, 500, 1_000, 1_500]);
});

test.each([0, Number.NaN, Infinity])('valueTicks() of %d are the floor alone', (top) => {
  expect(valueTicks(top, 'ms')).toEqual([{ at: 0, label: '0' }]);
});

test('timeTicks() of a day are hours of UTC, midnight by its date', () => {
  const fromMs = Date.UTC(2026, 10, 21, 16, 20);

  expect(timeTicks(fromMs, fromMs + DAY_MS).map(({ label }) => label)).toEqual([
    '18:00',
    '22 Nov',
    '06:00',
    '12:00',
  ]);
});

test('timeTicks() of weeks are days', () => {
  const fromMs = Date.UTC(2026, 10, 8, 13);

  expect(timeTicks(fromMs, fromMs + 14 * DAY_MS).map(({ label }) => label)).toEqual([
    '9 Nov',
    '12 Nov',
    '15 Nov',
    '18 Nov',
    '21 Nov',
  ]);
});

test('timeTicks() of half a quarter are Mondays', () => {
  const fromMs = Date.UTC(2026, 9, 8);
  const ticks = timeTicks(fromMs, fromMs + 40 * DAY_MS);

  expect(ticks.map(({ at }) => new Date(at).getUTCDay())).toEqual(ticks.map(() => 1));
  expect(ticks).toHaveLength(6);
});

test('timeTicks() of a year are firsts of months, of January the year', () => {
  const ticks = timeTicks(Date.UTC(2025, 10, 22), Date.UTC(2026, 10, 22));

  expect(ticks.map(({ label }) => label)).toEqual(['2026', 'Mar', 'May', 'Jul', 'Sep', 'Nov']);
  expect(ticks.map(({ at }) => new Date(at).toISOString().slice(7))).toEqual(
    ticks.map(() => '-01T00:00:00.000Z'),
  );
});

test('timeTicks() of years stay few', () => {
  expect(timeTicks(Date.UTC(2021, 0, 2), Date.UTC(2026, 0, 2)).length).toBeLessThan(7);
});

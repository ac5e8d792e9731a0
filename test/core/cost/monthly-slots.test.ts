import * as fc from 'fast-check';
import { monthlySlots } from '../../../lib/core/cost/monthly-slots.ts';

const FROM_MS = Date.UTC(2026, 10, 22);

test.each([
  [1, 43_800, 730],
  [5, 8_760, 730],
  [60, 730, 730],
  [120, 365, 365],
  [1_440, 730 / 24, 730 / 24],
])('monthlySlots() is exact when the rate is %d minutes', (everyMinutes, slots, hours) => {
  expect(monthlySlots({ kind: 'rate', everyMinutes }, FROM_MS)).toEqual({
    slots,
    ticks: slots,
    hours,
  });
});

test.each([
  [7, 43_800],
  [45, 730 * 4],
  [90, 730 * 2],
  [2_880, 730 / 24],
])('monthlySlots() counts the ticks between slots when the rate is %d minutes', (every, ticks) => {
  const monthly = monthlySlots({ kind: 'rate', everyMinutes: every }, FROM_MS);

  expect(monthly.ticks).toBeCloseTo(ticks, 9);
  expect(monthly.slots).toBeCloseTo(43_800 / every, 9);
});

test('monthlySlots() counts a year when the schedule is a cron', () => {
  const schedule = {
    kind: 'cron',
    expression: '*/10 8-18 ? * MON-FRI *',
    timeZone: 'UTC',
  } as const;

  const { slots, hours } = monthlySlots(schedule, FROM_MS);

  // 260 working days in the 365 from this Sunday, 11 hours of six slots.
  expect(slots).toBeCloseTo((260 * 66) / 12, 6);
  expect(hours).toBeCloseTo((260 * 11) / 12, 6);
});

test('monthlySlots() is nothing when the schedule is over', () => {
  const schedule = { kind: 'cron', expression: '0 9 1 1 ? 2020', timeZone: 'UTC' } as const;

  expect(monthlySlots(schedule, FROM_MS)).toEqual({ slots: 0, ticks: 0, hours: 0 });
});

test('monthlySlots() agrees with itself when a rate is written as a cron', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 3, 5, 10, 15, 20, 30), (everyMinutes) => {
      const cron = {
        kind: 'cron',
        expression: `*/${everyMinutes} * * * ? *`,
        timeZone: 'UTC',
      } as const;

      const counted = monthlySlots(cron, FROM_MS);

      expect(counted).toEqual(monthlySlots({ kind: 'rate', everyMinutes }, FROM_MS));
    }),
    { numRuns: 8 },
  );
});

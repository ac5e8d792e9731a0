import {
  isRunDue,
  lacksExpectedRun,
} from '../../../../lib/core/dashboard/overview/expected-run.ts';
import type { SchedulePlan } from '../../../../lib/core/journey/plan.ts';
import { nextSlots } from '../../../../lib/core/schedule/slots.ts';
import { MINUTE_MS } from '../../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };
const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);

function question(schedule: SchedulePlan, newestSlotMs: number, nowMs = NOW_MS) {
  const plan = { name: 'checkout', schedule };

  return { plan, region: 'eu-west-1', newestSlotMs, nowMs, maintenance: [] };
}

describe('lacksExpectedRun()', () => {
  test.each([
    [1, 10],
    [5, 10],
    [30, 60],
  ])(
    'lacksExpectedRun() of every %i minutes waits for %i after the slot',
    (everyMinutes, grace) => {
      const schedule: SchedulePlan = { kind: 'rate', everyMinutes };
      const [newest = 0, next = 0] = nextSlots(schedule, SERIES, { afterMs: NOW_MS, count: 2 });
      const dueMs = next + grace * MINUTE_MS;

      expect(lacksExpectedRun(question(schedule, newest, dueMs - 1))).toBe(false);
      expect(lacksExpectedRun(question(schedule, newest, dueMs))).toBe(true);
    },
  );

  test('lacksExpectedRun() is false outside of business hours', () => {
    const schedule: SchedulePlan = {
      kind: 'cron',
      expression: '*/10 8-18 ? * MON-FRI *',
      timeZone: 'UTC',
    };
    const friday = Date.UTC(2026, 10, 20, 18, 50);

    expect(lacksExpectedRun(question(schedule, friday, Date.UTC(2026, 10, 23, 8, 19)))).toBe(false);
    expect(lacksExpectedRun(question(schedule, friday, Date.UTC(2026, 10, 23, 8, 20)))).toBe(true);
  });

  test('lacksExpectedRun() is false for a schedule that has ended', () => {
    const schedule: SchedulePlan = { kind: 'cron', expression: '0 8 1 1 ? 2026', timeZone: 'UTC' };

    expect(lacksExpectedRun(question(schedule, Date.UTC(2026, 0, 1, 8)))).toBe(false);
    expect(lacksExpectedRun(question(schedule, Date.UTC(2025, 0, 1, 8)))).toBe(false);
  });

  test('lacksExpectedRun() is true for a slot after a maintenance window', () => {
    const schedule: SchedulePlan = { kind: 'rate', everyMinutes: 5 };
    const window = { from: '2026-11-23T11:00:00Z', to: '2026-11-23T12:05:00Z' };
    const asked = { ...question(schedule, Date.UTC(2026, 10, 23, 10, 59)), maintenance: [window] };

    expect(lacksExpectedRun(asked)).toBe(true);
    expect(lacksExpectedRun({ ...asked, nowMs: Date.UTC(2026, 10, 23, 12, 14) })).toBe(false);
  });
});

describe('isRunDue()', () => {
  test.each([
    [1, 10],
    [5, 10],
    [30, 60],
  ])(
    'isRunDue() of every %i minutes awaits a run from its slot on, for %i minutes',
    (everyMinutes, grace) => {
      const schedule: SchedulePlan = { kind: 'rate', everyMinutes };
      const [newest = 0, next = 0] = nextSlots(schedule, SERIES, { afterMs: NOW_MS, count: 2 });
      const endMs = next + grace * MINUTE_MS;

      const awaits = [next - 1, next, endMs - 1, endMs].map((nowMs) =>
        isRunDue(question(schedule, newest, nowMs)),
      );

      expect(awaits).toEqual([false, true, true, false]);
    },
  );

  test('isRunDue() is false for a schedule that has ended', () => {
    const schedule: SchedulePlan = { kind: 'cron', expression: '0 8 1 1 ? 2026', timeZone: 'UTC' };

    expect(isRunDue(question(schedule, Date.UTC(2026, 0, 1, 8)))).toBe(false);
  });
});

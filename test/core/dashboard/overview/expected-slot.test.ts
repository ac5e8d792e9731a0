import {
  awaitsSlot,
  lacksPromisedSlot,
} from '../../../../lib/core/dashboard/overview/expected-slot.ts';
import type { SchedulePlan } from '../../../../lib/core/journey/plan.ts';
import { nextSlots } from '../../../../lib/core/schedule/slots.ts';
import { MINUTE_MS } from '../../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };
const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);

function question(schedule: SchedulePlan, newestSlotMs: number, nowMs = NOW_MS) {
  const plan = { name: 'checkout', schedule };

  return { plan, region: 'eu-west-1', newestSlotMs, nowMs, maintenance: [] };
}

describe('lacksPromisedSlot()', () => {
  test.each([
    [1, 10],
    [5, 10],
    [30, 60],
  ])(
    'lacksPromisedSlot() of every %i minutes waits for %i after the slot',
    (everyMinutes, grace) => {
      const schedule: SchedulePlan = { kind: 'rate', everyMinutes };
      const [newest = 0, next = 0] = nextSlots(schedule, SERIES, { afterMs: NOW_MS, count: 2 });
      const dueMs = next + grace * MINUTE_MS;

      expect(lacksPromisedSlot(question(schedule, newest, dueMs - 1))).toBe(false);
      expect(lacksPromisedSlot(question(schedule, newest, dueMs))).toBe(true);
    },
  );

  test('lacksPromisedSlot() misses nothing outside of business hours', () => {
    const schedule: SchedulePlan = {
      kind: 'cron',
      expression: '*/10 8-18 ? * MON-FRI *',
      timeZone: 'UTC',
    };
    const friday = Date.UTC(2026, 10, 20, 18, 50);

    expect(lacksPromisedSlot(question(schedule, friday, Date.UTC(2026, 10, 23, 8, 19)))).toBe(
      false,
    );
    expect(lacksPromisedSlot(question(schedule, friday, Date.UTC(2026, 10, 23, 8, 20)))).toBe(true);
  });

  test('lacksPromisedSlot() misses nothing of a schedule that has ended', () => {
    const schedule: SchedulePlan = { kind: 'cron', expression: '0 8 1 1 ? 2026', timeZone: 'UTC' };

    expect(lacksPromisedSlot(question(schedule, Date.UTC(2026, 0, 1, 8)))).toBe(false);
    expect(lacksPromisedSlot(question(schedule, Date.UTC(2025, 0, 1, 8)))).toBe(false);
  });

  test('lacksPromisedSlot() looks behind a maintenance window', () => {
    const schedule: SchedulePlan = { kind: 'rate', everyMinutes: 5 };
    const window = { from: '2026-11-23T11:00:00Z', to: '2026-11-23T12:05:00Z' };
    const asked = { ...question(schedule, Date.UTC(2026, 10, 23, 10, 59)), maintenance: [window] };

    expect(lacksPromisedSlot(asked)).toBe(true);
    expect(lacksPromisedSlot({ ...asked, nowMs: Date.UTC(2026, 10, 23, 12, 14) })).toBe(false);
  });
});

describe('awaitsSlot()', () => {
  test.each([
    [1, 10],
    [5, 10],
    [30, 60],
  ])(
    'awaitsSlot() of every %i minutes awaits a run from its slot on, for %i minutes',
    (everyMinutes, grace) => {
      const schedule: SchedulePlan = { kind: 'rate', everyMinutes };
      const [newest = 0, next = 0] = nextSlots(schedule, SERIES, { afterMs: NOW_MS, count: 2 });
      const endMs = next + grace * MINUTE_MS;

      const awaits = [next - 1, next, endMs - 1, endMs].map((nowMs) =>
        awaitsSlot(question(schedule, newest, nowMs)),
      );

      expect(awaits).toEqual([false, true, true, false]);
    },
  );

  test('awaitsSlot() awaits nothing of a schedule that has ended', () => {
    const schedule: SchedulePlan = { kind: 'cron', expression: '0 8 1 1 ? 2026', timeZone: 'UTC' };

    expect(awaitsSlot(question(schedule, Date.UTC(2026, 0, 1, 8)))).toBe(false);
  });
});

import { SCHEDULED_TIME, slotInstant } from '../../../lib/core/deploy/runner-event.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { planOf } from '../../support/attempt-requests.ts';

const nowMs = Date.parse('2026-11-22T20:07:31.250Z');
const place = { region: 'eu-west-1', nowMs };

describe('slotInstant()', () => {
  test('takes the instant that the scheduler says, in one form', () => {
    expect(slotInstant(planOf(), '2026-11-22T20:05:00Z', place)).toEqual({
      scheduledAt: '2026-11-22T20:05:00.000Z',
      isGiven: true,
    });
  });

  test('finds the latest slot when the scheduler left its placeholder', () => {
    const plan = planOf({ schedule: { kind: 'rate', everyMinutes: 5 } });
    const series = { journey: plan.name, region: 'eu-west-1' };
    const range = { fromMs: nowMs - 300_000, toMs: nowMs };

    const expected = slotsBetween(plan.schedule, series, range).at(-1);
    expect(expected).toBeGreaterThan(nowMs - 300_000);
    expect(slotInstant(plan, SCHEDULED_TIME, place)).toEqual({
      scheduledAt: new Date(expected ?? NaN).toISOString(),
      isGiven: false,
    });
  });

  test('looks back a day for a journey of once a day', () => {
    const schedule = { kind: 'cron', expression: '30 21 * * ? *', timeZone: 'UTC' } as const;

    expect(slotInstant(planOf({ schedule }), SCHEDULED_TIME, place)?.scheduledAt).toBe(
      '2026-11-21T21:30:00.000Z',
    );
  });

  test('takes the minute of now when no slot is near', () => {
    const schedule = { kind: 'cron', expression: '0 12 1 1 ? *', timeZone: 'UTC' } as const;

    expect(slotInstant(planOf({ schedule }), SCHEDULED_TIME, place)?.scheduledAt).toBe(
      '2026-11-22T20:07:00.000Z',
    );
  });

  test.each(['soon', '5', '2026-11-22', '2026-11-22T20:05:00'])(
    'is null for %s, which is no instant',
    (text) => {
      expect(slotInstant(planOf(), text, place)).toBeNull();
    },
  );
});

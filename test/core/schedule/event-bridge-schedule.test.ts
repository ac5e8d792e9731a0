import * as fc from 'fast-check';
import { isSurplusTick } from '../../../lib/core/deploy/surplus-tick.ts';
import { eventBridgeSchedule } from '../../../lib/core/schedule/event-bridge-schedule.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { tickMinutes } from '../../../lib/core/schedule/tick-grid.ts';

const SERIES = { journey: 'shop', region: 'eu-west-1' };

describe('tickMinutes()', () => {
  it.each([
    [1, 1],
    [5, 5],
    [7, 1],
    [8, 4],
    [9, 3],
    [40, 20],
    [45, 15],
    [90, 30],
    [300, 60],
    [480, 480],
    [960, 480],
    [2_880, 1_440],
    [10_080, 1_440],
  ])('tickMinutes() of a rate of %d minutes is %d', (everyMinutes, expected) => {
    expect(tickMinutes(everyMinutes)).toBe(expected);
  });
});

describe('eventBridgeSchedule()', () => {
  it.each([1, 2, 3, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1_440])(
    'eventBridgeSchedule() has the same instants as the rate when %d minutes divide an hour or a day',
    (everyMinutes) => {
      const range = { fromMs: Date.parse('2027-03-27'), toMs: Date.parse('2027-03-30') };

      const schedule = eventBridgeSchedule({ kind: 'rate', everyMinutes }, SERIES);

      const asCron = slotsBetween({ kind: 'cron', ...schedule }, SERIES, range);
      expect(schedule.everyMinutes).toBeNull();
      expect(asCron).toEqual(slotsBetween({ kind: 'rate', everyMinutes }, SERIES, range));
      expect(asCron.length).toBe((3 * 1_440) / everyMinutes);
    },
  );

  it('eventBridgeSchedule() leaves the slots of any rate when the surplus ticks are dropped', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 1, max: 200 }),
          fc.integer({ min: 1, max: 60 }).map((hours) => hours * 60),
          fc.integer({ min: 1, max: 9 }).map((days) => days * 1_440),
        ),
        fc.stringMatching(/^[a-z]{1,9}$/),
        fc.integer({ min: 0, max: 180_000_000 }),
        (everyMinutes, journey, sinceSeconds) => {
          const series = { journey, region: 'eu-west-1' };
          // Ticks name seconds, which slots do not have.
          const seconds = sinceSeconds % 60;
          const fromMs = Date.UTC(2026, 10, 22) + (sinceSeconds - seconds) * 1_000;
          const range = { fromMs, toMs: fromMs + 10 * 86_400_000 };

          const schedule = eventBridgeSchedule({ kind: 'rate', everyMinutes }, series);

          const ticks = slotsBetween({ kind: 'cron', ...schedule }, series, range);
          const kept = ticks.filter((tickMs) => {
            const scheduledAt = new Date(tickMs + seconds * 1_000).toISOString();
            const rate = schedule.everyMinutes ?? undefined;
            const event = { journey, scheduledAt, ...(rate && { everyMinutes: rate }) };

            return !isSurplusTick(event, { region: 'eu-west-1', nowMs: tickMs + 60_000 });
          });
          expect(kept).toEqual(slotsBetween({ kind: 'rate', everyMinutes }, series, range));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('eventBridgeSchedule() passes a cron on', () => {
    const schedule = { kind: 'cron', expression: '0 9 * * ? *', timeZone: 'Asia/Tokyo' } as const;

    expect(eventBridgeSchedule(schedule, SERIES)).toEqual({
      expression: 'cron(0 9 * * ? *)',
      timeZone: 'Asia/Tokyo',
      everyMinutes: null,
    });
  });
});

import { compressedClock, compressedTimer } from '../../../lib/core/platform/compressed-clock.ts';
import { startSlotClock } from '../../../lib/core/platform/slot-clock.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { planOf } from '../../support/attempt-requests.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

describe('compressedClock()', () => {
  it('compressedClock() lets a day pass in ten seconds when the scale is 8640', async () => {
    const base = manualClock(NOW_MS);
    const clock = compressedClock(base, { scale: 8_640, fromMs: NOW_MS - 120 * DAY_MS });

    await base.advance(10_000);

    expect(clock.epochMs()).toBe(NOW_MS - 119 * DAY_MS);
    expect(clock.hasCaughtUp()).toBe(false);
  });

  it('compressedClock() stays at the present, and reports it, when it has caught up', async () => {
    const base = manualClock(NOW_MS);
    const clock = compressedClock(base, { scale: 8_640, fromMs: NOW_MS - DAY_MS });

    await base.advance(10_002);

    expect(clock.hasCaughtUp()).toBe(true);
    expect(clock.epochMs()).toBe(NOW_MS + 10_002);
  });

  it('compressedClock() gives every slot of two days, in order, within their real seconds', async () => {
    const base = manualClock(NOW_MS);
    const fromMs = NOW_MS - 120 * DAY_MS;
    const clock = compressedClock(base, { scale: 8_640, fromMs });
    const [slots, moves, passed]: [number[], number[], number[]] = [[], [], []];
    const plan = planOf({ name: 'shop', schedule: { kind: 'rate', everyMinutes: 60 } });
    const slotClock = startSlotClock(
      [{ plan, region: 'local' }],
      {
        onSlot: ({ atMs }) => void slots.push(atMs),
        onClockMoved: (byMs) => void moves.push(byMs),
        onPassed: (count) => void passed.push(count),
      },
      { clock, ...compressedTimer(base.after, 8_640) },
    );

    await base.advance(20_000);
    slotClock.stop();

    const [first = Number.NaN] = slots;
    expect(first - fromMs).toBeLessThan(HOUR_MS);
    expect(slots).toEqual(Array.from({ length: 48 }, (_, hour) => first + hour * HOUR_MS));
    expect([...moves, ...passed]).toEqual([]);
  });
});

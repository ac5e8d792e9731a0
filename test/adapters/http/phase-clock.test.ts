import * as fc from 'fast-check';
import { phaseClock, REQUEST_PHASES } from '../../../lib/adapters/http/phase-clock.ts';

/** A clock that only moves when it is set. */
function handClock() {
  const at = { us: 1_000_000 };

  return { at, clock: phaseClock(() => at.us) };
}

describe('phaseClock()', () => {
  it('phaseClock() books time to the phase under way when phases follow each other', () => {
    const { at, clock } = handClock();

    at.us += 7;
    clock.enter('dns');
    at.us += 50_001;
    clock.enter('tcp');
    at.us += 20;
    clock.enter(null);
    at.us += 3;
    clock.enter('wait');
    at.us += 120_000;
    clock.stop();
    at.us += 999;
    clock.enter('receive');

    expect(clock.read()).toEqual({
      phases: {
        dnsMs: 50.001,
        tcpMs: 0.02,
        tlsMs: null,
        sendMs: null,
        waitMs: 120,
        receiveMs: null,
        unaccountedMs: 0.01,
      },
      totalMs: 170.031,
    });
    expect(clock.current()).toBe('wait');
  });

  it('phaseClock() reads a request under way without ending it', () => {
    const { at, clock } = handClock();

    clock.enter('wait');
    at.us += 10;
    const before = clock.read();
    at.us += 10;
    const after = clock.read();

    expect([before.totalMs, before.phases.waitMs]).toEqual([0.01, 0.01]);
    expect([after.totalMs, after.phases.waitMs]).toEqual([0.02, 0.02]);
  });

  it('phaseClock() adds up to the total exactly for any phases', () => {
    const steps = fc.array(
      fc.record({
        phase: fc.constantFrom(null, ...REQUEST_PHASES),
        tookUs: fc.integer({ min: 0, max: 1e9 }),
      }),
    );

    fc.assert(
      fc.property(steps, (taken) => {
        const { at, clock } = handClock();
        for (const { phase, tookUs } of taken) {
          clock.enter(phase);
          at.us += tookUs;
        }
        clock.stop();
        const { phases, totalMs } = clock.read();
        const sumUs = Object.values(phases).reduce<number>(
          (sum, ms) => sum + Math.round((ms ?? 0) * 1000),
          0,
        );
        expect(sumUs).toBe(Math.round(totalMs * 1000));
        expect(phases.unaccountedMs).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

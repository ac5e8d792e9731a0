import { dayShareOfHours } from '../../../lib/core/stats/dependence.ts';
import {
  estimateDependence,
  hourShare,
  testableDependence,
} from '../../../lib/core/stats/estimate-dependence.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { autoregressive } from './made-up-series.ts';

function daily(count: number): { offsets: Int32Array; weekdays: Int32Array } {
  const offsets = Int32Array.from({ length: count }, (_, day) => day);

  return { offsets, weekdays: offsets.map((offset) => offset % 7) };
}

describe('hourShare()', () => {
  it.each([0.3, 0.5, 0.8, 0.95])('hourShare() of simulated hours of %d is that', (phi) => {
    const { ofValue, ofHour } = hourShare(autoregressive(20_000, phi, seededRandom(3)));

    expect(Math.abs(ofValue - phi)).toBeLessThan(0.02);
    expect(ofHour).toBe(ofValue);
  });

  it('hourShare() does not mind missing hours', () => {
    const random = seededRandom(5);
    const hours = autoregressive(20_000, 0.7, random).map((each) => (random() < 0.3 ? NaN : each));

    expect(Math.abs(hourShare(hours).ofHour - 0.7)).toBeLessThan(0.02);
  });

  it('hourShare() separates the shared part of an hour from that of a value, for every third hour', () => {
    const hours = autoregressive(30_000, 0.8, seededRandom(5)).map((each, at) =>
      at % 3 === 0 ? each : NaN,
    );

    const { ofValue, ofHour } = hourShare(hours);

    expect(Math.abs(ofValue - 0.8 ** 3)).toBeLessThan(0.03);
    expect(ofHour).toBeCloseTo(Math.cbrt(ofValue), 12);
  });

  it('hourShare() is 0 of nothing, of one value, of equal ones and of those that alternate', () => {
    const nothing = { ofValue: 0, ofHour: 0 };

    expect(hourShare(new Float64Array())).toEqual(nothing);
    expect(hourShare(Float64Array.of(NaN, 2, NaN))).toEqual(nothing);
    expect(hourShare(new Float64Array(50))).toEqual(nothing);
    expect(hourShare(Float64Array.from({ length: 50 }, (_, at) => (-1) ** at))).toEqual(nothing);
  });

  it('hourShare() is at most 0.98', () => {
    const slow = Float64Array.from({ length: 5_000 }, (_, hour) => Math.sin(hour / 800));

    expect(hourShare(slow)).toEqual({ ofValue: 0.98, ofHour: 0.98 });
  });
});

describe('estimateDependence()', () => {
  it('estimateDependence() of independent days widens next to nothing', () => {
    const random = seededRandom(11);
    const inflations = Array.from({ length: 40 }, () => {
      const hours = Float64Array.from({ length: 56 * 24 }, () => normal(random));
      const ofDays = Float64Array.from({ length: 56 }, () => normal(random));

      return estimateDependence({ days: daily(56), hours, ofDays }).slopeInflation.test;
    }).toSorted((one, other) => one - other);

    expect(inflations[0]).toBeGreaterThanOrEqual(1);
    expect(inflations[20]).toBeLessThan(1.15);
  });

  it('estimateDependence() is at least what the hours show', () => {
    const hours = autoregressive(56 * 24, 0.95, seededRandom(8));
    const { phi, rho } = estimateDependence({
      days: daily(56),
      hours,
      ofDays: new Float64Array(56),
    });

    expect(rho.interval).toBeGreaterThanOrEqual(dayShareOfHours(phi.ofHour));
    expect(rho.test).toBeGreaterThanOrEqual(rho.interval);
  });

  it('estimateDependence() of days that share 0.7 is seldom below that for tests', () => {
    const random = seededRandom(21);
    const rhos = Array.from(
      { length: 100 },
      () =>
        estimateDependence({
          days: daily(120),
          hours: new Float64Array(),
          ofDays: autoregressive(120, 0.7, random),
        }).rho,
    );

    expect(rhos.filter(({ test }) => test < 0.7).length).toBeLessThan(20);
    expect(rhos.every(({ test, interval }) => interval <= test && test <= 0.95)).toBe(true);
  });

  it('estimateDependence() reads days two apart of a journey that runs every second day', () => {
    const random = seededRandom(22);
    const offsets = Int32Array.from({ length: 60 }, (_, day) => 2 * day);
    const days = { offsets, weekdays: offsets.map((offset) => offset % 7) };

    function inflationOf(share: number): number {
      const all = autoregressive(120, share, random);
      const ofDays = Float64Array.from(offsets, (offset) => all[offset] ?? NaN);

      return estimateDependence({ days, hours: new Float64Array(), ofDays }).slopeInflation.test;
    }

    expect(inflationOf(0)).toBeLessThan(1.5);
    expect(inflationOf(0.85)).toBeGreaterThan(2.5);
  });
});

describe('testableDependence()', () => {
  it('testableDependence() is null of few days that depend on each other much', () => {
    const residuals = {
      hours: new Float64Array(),
      ofDays: autoregressive(41, 0.9, seededRandom(2)),
    };
    const more = autoregressive(42, 0.9, seededRandom(2));

    expect(testableDependence({ ...residuals, days: daily(41) })).toBeNull();
    expect(testableDependence({ ...residuals, ofDays: more, days: daily(42) })).toEqual(
      estimateDependence({ ...residuals, ofDays: more, days: daily(42) }),
    );
  });

  it('testableDependence() is null of few days whose hours stay the same for days', () => {
    const hours = autoregressive(30 * 24, Math.exp(-1 / 72), seededRandom(2));

    expect(testableDependence({ days: daily(30), hours, ofDays: new Float64Array(30) })).toBeNull();
  });
});

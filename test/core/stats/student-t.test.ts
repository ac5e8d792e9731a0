import { upperTail } from '../../../lib/core/stats/normal-tail.ts';
import { criticalT, twoSidedT } from '../../../lib/core/stats/student-t.ts';

describe('criticalT()', () => {
  // Two-sided critical values as tables of Student's distribution print them.
  it.each([
    [0.05, 1, 12.706],
    [0.05, 2, 4.303],
    [0.05, 5, 2.571],
    [0.05, 10, 2.228],
    [0.05, 13, 2.16],
    [0.05, 30, 2.042],
    [0.05, 120, 1.98],
    [0.01, 1, 63.657],
    [0.01, 5, 4.032],
    [0.01, 20, 2.845],
    [0.01, 60, 2.66],
    [0.001, 10, 4.587],
    [0.001, 30, 3.646],
  ])('criticalT() for %d with %d degrees of freedom is what tables say', (p, df, t) => {
    expect(criticalT(p, df)).toBeCloseTo(t, 3 - Number(t >= 10));
  });

  it('criticalT() is turned around by twoSidedT()', () => {
    for (const df of [1, 3, 13, 112, 400]) {
      for (const p of [0.9, 0.05, 1e-3, 1e-8]) {
        expect(twoSidedT(criticalT(p, df), df) / p).toBeCloseTo(1, 8);
      }
    }
  });
});

describe('twoSidedT()', () => {
  it('twoSidedT() of 1 and 2 degrees of freedom has their closed forms', () => {
    for (const t of [0, 0.1, 1, 2.5, 40, 1e4]) {
      expect(twoSidedT(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(twoSidedT(-t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
  });

  it('twoSidedT() of many degrees of freedom is the normal distribution', () => {
    for (const t of [0.5, 1.96, 3]) {
      expect(twoSidedT(t, 1e6) / (2 * upperTail(t))).toBeCloseTo(1, 4);
    }
  });

  it('twoSidedT() of what is infinitely far is 0', () => {
    expect(twoSidedT(Infinity, 20)).toBe(0);
  });
});

import { assert, nat, pre, property } from 'fast-check';
import { wilsonShare } from '../../../lib/core/stats/wilson.ts';

describe('wilsonShare()', () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
  // Medicine 17 (1998), table I, method 3.
  test.each([
    [81, 263, [0.2553, 0.3662]],
    [15, 148, [0.0624, 0.1605]],
    [0, 20, [0, 0.1611]],
    [1, 29, [0.0061, 0.1718]],
  ] as const)('wilsonShare() gives the published interval of %i of %i', (...published) => {
    const [successes, trials, [low, high]] = published;

    const share = wilsonShare(successes, trials);

    expect(share?.value).toBe(successes / trials);
    expect(share?.low).toBeCloseTo(low, 4);
    expect(share?.high).toBeCloseTo(high, 4);
    expect(share?.confidence).toBe(0.95);
  });

  test('wilsonShare() knows nothing of no trials, and little of one', () => {
    expect(wilsonShare(0, 0)).toBeNull();
    // With z² = 3.8415: 1 / (1 + z²).
    expect(wilsonShare(1, 1)).toMatchObject({ value: 1, high: 1 });
    expect(wilsonShare(1, 1)?.low).toBeCloseTo(0.2065, 4);
  });

  test('wilsonShare() holds the share, within 0 and 1, and is the same from the other side', () => {
    assert(
      property(nat(100_000), nat(100_000), (successes, failures) => {
        pre(successes + failures > 0);
        const share = wilsonShare(successes, successes + failures);
        const other = wilsonShare(failures, successes + failures);
        if (share === null || other === null) throw new Error('Expected a share');

        expect(share.low).toBeGreaterThanOrEqual(0);
        expect(share.low).toBeLessThanOrEqual(share.value);
        expect(share.high).toBeGreaterThanOrEqual(share.value);
        expect(share.high).toBeLessThanOrEqual(1);
        expect(share.low).toBeCloseTo(1 - other.high, 12);
      }),
    );
  });

  test.each([
    [2, 1],
    [-1, 1],
    [0.5, 1],
  ])('wilsonShare() refuses %d of %d', (successes, trials) => {
    expect(() => wilsonShare(successes, trials)).toThrow(
      new RangeError(`Cannot take the share of ${successes} of ${trials}; expected counts`),
    );
  });
});

import { incompleteBeta, logGamma } from '../../../lib/core/stats/incomplete-beta.ts';

/** The closed form for whole a and b: a sum of binomial probabilities (A & S 26.5.24). */
function closedForm(x: number, a: number, b: number): number {
  const n = a + b - 1;
  let term = x ** n;
  let sum = 0;
  for (let count = n; count >= a; count -= 1) {
    sum += term;
    term *= (count / (n - count + 1)) * ((1 - x) / x);
  }

  return sum;
}

describe('incompleteBeta()', () => {
  it('incompleteBeta() is the binomial sum when both parameters are whole', () => {
    for (const [a, b] of [
      [1, 1],
      [2, 5],
      [20, 3],
      [60, 60],
      [300, 9],
    ] as const) {
      for (const x of [0.05, 0.3, 0.5, 0.9, 0.99]) {
        expect(incompleteBeta(x, a, b)).toBeCloseTo(closedForm(x, a, b), 10);
      }
    }
  });

  it('incompleteBeta() is 0 and 1 at the ends', () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });

  it('incompleteBeta() is a half in the middle when large parameters are equal', () => {
    expect(incompleteBeta(0.5, 500_000, 500_000)).toBeCloseTo(0.5, 8);
    expect(incompleteBeta(0.5, 0.5, 0.5)).toBeCloseTo(0.5, 12);
  });
});

describe('logGamma()', () => {
  it('logGamma() is the logarithm of factorials, and of √π at a half', () => {
    let factorial = 0;
    for (let n = 1; n < 100; n += 1) {
      expect(logGamma(n)).toBeCloseTo(factorial, 10);
      factorial += Math.log(n);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  });
});

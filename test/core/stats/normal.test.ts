import { normalQuantile } from '../../../lib/core/stats/normal.ts';
import { upperTail } from '../../../lib/core/stats/normal-tail.ts';

describe('normalQuantile()', () => {
  // Quantiles as tables of the normal distribution print them.
  it.each([
    [0.5, 0],
    [0.75, 0.674489750196082],
    [0.9, 1.281551565544601],
    [0.95, 1.644853626951473],
    [0.975, 1.959963984540054],
    [0.99, 2.326347874040841],
    [0.995, 2.575829303548901],
    [0.999, 3.090232306167813],
    [0.9995, 3.290526731491926],
    [0.999999, 4.753424308822899],
  ])('normalQuantile() of %d is what tables say', (p, quantile) => {
    expect(Math.abs(normalQuantile(p) - quantile)).toBeLessThanOrEqual(1.2e-9 * quantile);
    expect(Math.abs(normalQuantile(1 - p) + quantile)).toBeLessThanOrEqual(1.2e-9 * quantile);
  });

  it('normalQuantile() turns the upper tail around, also where its branches meet', () => {
    for (const p of [1e-300, 1e-30, 1e-9, 0.001, 0.02424, 0.02425, 0.02426, 0.3, 0.4999]) {
      expect(upperTail(-normalQuantile(p)) / p).toBeCloseTo(1, 6);
    }
  });
});

import { budgetStatus } from '../../../../lib/core/dashboard/status/budget-checks.ts';
import type { QuantileEstimate } from '../../../../lib/core/stats/quantile.ts';

const ESTIMATE: QuantileEstimate = {
  kind: 'quantile',
  value: 110,
  low: 100,
  high: 120,
  confidence: 0.95,
  n: 100,
  censored: 0,
  bound: 'exact',
};

describe('budgetStatus()', () => {
  test.each([
    ['exceeded', 99.9, {}],
    ['unsure', 100, {}],
    ['unsure', 105, {}],
    ['unsure', 119.9, {}],
    ['within', 120, {}],
    ['unsure', 1_000_000, { high: Infinity }],
    ['exceeded', 99, { high: Infinity }],
  ] as const)('budgetStatus() is %s against %d', (status, max, changes) => {
    expect(budgetStatus({ ...ESTIMATE, ...changes }, max)).toBe(status);
  });

  test('budgetStatus() is unknown with too few values', () => {
    const refusal = {
      kind: 'insufficient-data',
      shortage: { code: 'too-few-values', q: 0.75, n: 0, needed: 13 },
      moreDays: null,
    } as const;

    expect(budgetStatus(refusal, 100)).toBe('unknown');
  });
});

import { budgetStatuses } from '../../../lib/core/alarms/local-alarms.ts';
import { planOf } from './journey-plan.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const NOW_MS = Date.UTC(2026, 10, 23);

/** Values of the 75th percentile's samples, one each five minutes, the newest now. */
function current(values: readonly number[]): number | null | undefined {
  const plan = planOf({ budgets: [{ metric: 'lcp', statistic: 'p75', max: 2_500 }] });
  const samples = values.map((value, index) => ({
    value,
    atMs: NOW_MS - (values.length - 1 - index) * 5 * MINUTE_MS,
  }));
  const at = { stage: 'dev', region: 'local', nowMs: NOW_MS };

  return budgetStatuses(plan, ({ name }) => (name === 'lcp' ? samples : []), at)[0]?.value;
}

describe('budgetStatuses()', () => {
  it('budgetStatuses() says nothing of p75 before there are 11 samples', () => {
    const ten = Array.from({ length: 10 }, (_, index) => index);

    expect(current([])).toBeNull();
    expect(current(ten)).toBeNull();
    expect(current([...ten, 10])).toBe(8);
  });

  it('budgetStatuses() looks at the period that the alarm looks at', () => {
    // p75 needs 40 runs: six hours of one each five minutes.
    const values = [
      ...Array.from({ length: 60 }, () => 9_000),
      ...Array.from({ length: 73 }, () => 100),
    ];

    expect(current(values)).toBe(100);
  });
});

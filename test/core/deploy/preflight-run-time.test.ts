import { longestRun } from '../../../lib/core/deploy/preflight-run-time.ts';
import { planOf } from '../alarms/journey-plan.ts';

const TIME = { timeoutMs: 60_000, retries: 1 } as const;

describe('longestRun()', () => {
  it('counts the extra attempt after a stall, which the planned time leaves out', () => {
    expect(longestRun(planOf({ ...TIME, kind: 'api' }))).toEqual({
      attempts: 2,
      hasEvidenceRun: false,
      plannedMs: 2 * 60_000 + 3_000,
      executions: 3,
      totalMs: 3 * 60_000 + 3_000,
      verdictMs: 3 * 60_000 + 3_000,
    });
  });

  it('counts the checks after the deadline of a browser, and its deaths', () => {
    expect(longestRun(planOf({ ...TIME, kind: 'browser', evidence: 'rerun' }))).toEqual({
      attempts: 2,
      hasEvidenceRun: true,
      plannedMs: 3 * (60_000 + 20_000) + 10_000,
      executions: 5,
      totalMs: 5 * (60_000 + 20_000) + 10_000,
      verdictMs: 4 * (60_000 + 20_000) + 10_000,
    });
  });

  it.each([
    ['api', 63_000],
    ['browser', 90_000],
  ] as const)('is one attempt of an %s journey that must not be repeated', (kind, totalMs) => {
    const run = longestRun(planOf({ ...TIME, kind, evidence: 'rerun', repeatable: false }));

    expect(run).toMatchObject({ executions: 1, plannedMs: totalMs, totalMs });
  });
});

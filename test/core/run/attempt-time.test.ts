import type { Cause } from '../../../lib/core/record/outcome.ts';
import { attemptTime, judgeTime } from '../../../lib/core/run/attempt-time.ts';
import { planOf } from '../../support/attempt-requests.ts';
import { attemptResult } from '../../support/attempt-results.ts';

const plan = planOf({ timeoutMs: 30_000 });

function judged(cause: Cause | null, durationMs: number, timeoutMs = 20_000): string | null {
  return judgeTime({ ...attemptResult(cause), durationMs }, { plan, timeoutMs }).cause;
}

describe('attemptTime()', () => {
  test('is the journey’s own where nothing else limits it', () => {
    expect(attemptTime(plan, undefined)).toEqual({ timeoutMs: 30_000 });
  });

  test('is what is left, and a little more for collecting', () => {
    const browser = { ...plan, kind: 'browser' } as const;

    expect(attemptTime(plan, () => 20_000.7)).toEqual({ timeoutMs: 20_000, totalMs: 20_500 });
    expect(attemptTime(browser, () => 20_000)).toEqual({ timeoutMs: 20_000, totalMs: 22_500 });
    expect(attemptTime(plan, () => 60_000)).toEqual({ timeoutMs: 30_000, totalMs: 60_500 });
  });

  test('is never nothing', () => {
    expect(attemptTime(plan, () => -5)).toMatchObject({ timeoutMs: 1 });
  });
});

describe('judgeTime()', () => {
  test.each([
    'journey.timeout',
    'target.timeout',
    'target.assertion',
    'target.connect',
    'journey.exception',
  ] as const)('takes %s at a shortened deadline for want of time', (cause) => {
    expect(judged(cause, 19_450)).toBe('monitor.timeout');
  });

  test.each([
    ['journey.timeout', 30_000, 30_000],
    ['target.timeout', 5_000, 20_000],
    ['target.assertion', 18_900, 20_000],
    ['target.status', 20_000, 20_000],
    ['security.blocked', 20_000, 20_000],
    ['journey.memory', 20_000, 20_000],
    [null, 20_000, 20_000],
  ] as const)('leaves %s after %d of %d ms as it is', (cause, durationMs, timeoutMs) => {
    expect(judged(cause, durationMs, timeoutMs)).toBe(cause);
  });

  test('says that time was short, and what the attempt itself said', () => {
    const result = { ...attemptResult('target.timeout'), durationMs: 20_000 };

    expect(judgeTime(result, { plan, timeoutMs: 20_000 })).toMatchObject({
      outcome: 'errored',
      error: {
        message:
          "The run was ended after 20 s, before the journey's own time-out: no time was left. It reported: target.timeout",
      },
    });
  });
});

import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import { maxAttempts, nextAttempt } from '../../../lib/core/run/retry-policy.ts';
import { planOf } from '../alarms/journey-plan.ts';

type Made = Pick<AttemptResult, 'outcome' | 'cause' | 'durationMs'>;

const FAILED: Made = { outcome: 'failed', cause: 'target.timeout', durationMs: 60_000 };
const STALLED: Made = { outcome: 'errored', cause: 'monitor.stalled', durationMs: 60_000 };
const CRASHED: Made = { outcome: 'failed', cause: 'target.crash', durationMs: 60_000 };

/** The most attempts of all runs whose attempts end in these ways. */
function mostOf(plan: ReturnType<typeof planOf>, ways: readonly Made[], made: Made[] = []): number {
  if (nextAttempt(plan, made) === null) return made.length;

  return Math.max(...ways.map((way) => mostOf(plan, ways, [...made, way])));
}

describe('maxAttempts()', () => {
  it.each([0, 1, 2, 3])('is what nextAttempt() allows, with %i retries', (retries) => {
    const [api, browser] = [planOf({ kind: 'api', retries }), planOf({ retries })];

    expect(maxAttempts(api)).toBe(mostOf(api, [FAILED, STALLED]));
    expect(maxAttempts(browser)).toBe(mostOf(browser, [FAILED, STALLED, CRASHED]));
  });

  it('is one for a journey that must not be repeated', () => {
    const plan = planOf({ retries: 3, repeatable: false });

    expect([maxAttempts(plan), mostOf(plan, [FAILED, STALLED, CRASHED])]).toEqual([1, 1]);
  });
});

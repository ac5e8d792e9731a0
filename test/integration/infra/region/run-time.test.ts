import { eventAgeSeconds, functionSeconds } from '../../../../lib/infra/region/run-time.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { apiPlan } from '../support/deployment-of.ts';

describe('functionSeconds()', () => {
  it.each([
    ['an API journey, and its attempt after a stall', [apiPlan({ timeoutMs: 30_000 })], 69],
    ['retries', [apiPlan({ timeoutMs: 30_000, retries: 2 })], 135],
    ['retries that must not be', [apiPlan({ retries: 2, repeatable: false })], 36],
    ['a browser journey', [planOf({ retries: 0, evidence: 'none' })], 310],
    ['an evidence run', [planOf({ retries: 0, evidence: 'rerun' })], 410],
    ['several: the longest', [apiPlan({ timeoutMs: 50_000 }), apiPlan()], 109],
    ['more than Lambda allows', [planOf({ timeoutMs: 300_000, retries: 3 })], 900],
  ])('functionSeconds() leaves time for %s', (_what, plans, expected) => {
    expect(functionSeconds(plans)).toBe(expected);
  });
});

describe('eventAgeSeconds()', () => {
  it.each([
    ['the longest interval', [5, 10], 600],
    ['a minute at least', [1], 60],
    ['six hours at most', [1_440], 21_600],
  ])('eventAgeSeconds() is %s', (_what, minutes, expected) => {
    const plans = minutes.map((everyMinutes) =>
      apiPlan({ schedule: { kind: 'rate', everyMinutes } }),
    );

    expect(eventAgeSeconds(plans)).toBe(expected);
  });
});

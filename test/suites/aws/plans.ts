import { SECOND_MS } from '../../../lib/core/base/time.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';

/** Where these worlds have their table and alarms, and a second region. */
export const HOME = 'eu-west-1';
export const AWAY = 'us-east-1';

/** The instant at which most of these worlds are deployed: within a minute, an hour and a day. */
export const DEPLOYED_MS = Date.UTC(2026, 11, 1, 9, 13, 20);

/** An API journey of every minute in two regions. */
export function apiPlan(changes: Partial<JourneyPlan> = {}): JourneyPlan {
  return planOf({
    name: 'cart-api',
    kind: 'api',
    schedule: { kind: 'rate', everyMinutes: 1 },
    regions: [HOME, AWAY],
    timeoutMs: 10 * SECOND_MS,
    retries: 1,
    budgets: [],
    alarm: { failingRegions: 1, datapoints: [2, 3] },
    ...changes,
  });
}

/** A browser journey of every five minutes in one region. */
export function browserPlan(changes: Partial<JourneyPlan> = {}): JourneyPlan {
  return planOf({
    name: 'checkout',
    kind: 'browser',
    schedule: { kind: 'rate', everyMinutes: 5 },
    regions: [HOME],
    budgets: [],
    alarm: { failingRegions: 1, datapoints: [2, 3] },
    ...changes,
  });
}

import type { JourneyPlan } from '../journey/plan.ts';
import { MAX_ALARM_METRICS } from './region-count.ts';

/**
 * A journey's plan for the regions that it has runs of: on a person's machine that is `local`, not
 * what was configured. A quorum of more regions than there are becomes all of them. Alarms on trends
 * are left out: what they read comes from the trends job, and no record holds it.
 */
export function planForRegions(plan: JourneyPlan, regions: readonly string[]): JourneyPlan {
  const fitted = regions.slice(0, MAX_ALARM_METRICS);
  const { datapoints } = plan.alarm;
  const failingRegions = Math.max(1, Math.min(plan.alarm.failingRegions, fitted.length));

  return { ...plan, regions: fitted, alarm: { failingRegions, datapoints } };
}

import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { apiPlan } from '../../integration/infra/support/deployment-of.ts';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2', 'sa-east-1', 'ca-central-1'];
const SCHEDULES: readonly JourneyPlan['schedule'][] = [
  { kind: 'rate', everyMinutes: 5 },
  { kind: 'rate', everyMinutes: 60 },
  { kind: 'rate', everyMinutes: 45 },
  { kind: 'cron', expression: '*/10 8-18 ? * MON-FRI *', timeZone: 'Europe/Amsterdam' },
];

/** Journeys of five regions: one in four in a browser, each with two budgets. */
export function manyJourneys(count: number): readonly JourneyPlan[] {
  return Array.from({ length: count }, (_, index) => {
    const schedule = SCHEDULES[index % SCHEDULES.length];
    const own = {
      name: `journey-${String(index).padStart(4, '0')}`,
      regions: REGIONS,
      ...(schedule === undefined ? {} : { schedule }),
    };
    const { budgets } = planOf();

    return index % 4 === 0
      ? planOf(own)
      : apiPlan({ ...own, budgets: budgets.filter(({ metric }) => metric === 'duration') });
  });
}

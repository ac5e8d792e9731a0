import { journeyDimensions, METRICS } from '../alarms/metric-names.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { MetricSample } from '../ports.ts';
import type { Finding } from './finding.ts';
import type { SeriesAnalysis } from './journey-analysis.ts';
import { driftTestOf } from './test-probabilities.ts';
import { DAY_MS } from '../base/time.ts';

const DAYS = 30;
const PERCENT = 100;

/** How a journey stands in one region after a look. */
export interface TrendStanding {
  readonly plan: Pick<JourneyPlan, 'name' | 'alarm'>;
  readonly region: string;
  readonly analyses: readonly SeriesAnalysis[];
  /** Findings of this region that stand. */
  readonly standing: readonly Finding[];
  readonly atMs: number;
}

/**
 * What alarms on trends read, of journeys that ask for one: a metric costs.
 * - `Drift`: by how many percent of its level `duration` grows in 30 days, by the slope of the drift
 *   that stands; 0 where the test was made and none stands; none where it could not be made.
 * - `DaysToBudget`: days until the first budget is crossed, by the best guess, of the forecasts that
 *   stand; none where there is none.
 */
export function trendSamples(subject: TrendStanding): readonly MetricSample[] {
  const { plan, region, atMs } = subject;
  const dimensions = journeyDimensions(plan.name, region);
  const drift = plan.alarm.driftPercent === undefined ? null : driftPercent(subject);
  const days = plan.alarm.daysToBudget === undefined ? null : daysToBudget(subject);
  const sample = { dimensions, unit: 'None', atMs } as const;

  return [
    ...(drift === null ? [] : [{ ...sample, name: METRICS.drift, value: drift }]),
    ...(days === null ? [] : [{ ...sample, name: METRICS.daysToBudget, value: days }]),
  ];
}

function driftPercent({ analyses, standing }: TrendStanding): number | null {
  const duration = analyses.find(({ series }) => series.metric === 'duration');
  if (duration === undefined || driftTestOf(duration.conclusion) === null) return null;
  const subject = standing.find(
    (one) => one.metric === 'duration' && one.subject.kind === 'drift',
  )?.subject;
  if (subject?.kind !== 'drift') return 0;
  const { slopePerDay, level } = subject.drift;

  return level > 0 ? (PERCENT * DAYS * slopePerDay.value) / level : null;
}

function daysToBudget({ standing, atMs }: TrendStanding): number | null {
  const days = standing.flatMap(({ subject }) =>
    subject.kind === 'forecast' ? [Math.max(0, (subject.forecast.atMs - atMs) / DAY_MS)] : [],
  );

  return days.length === 0 ? null : Math.min(...days);
}

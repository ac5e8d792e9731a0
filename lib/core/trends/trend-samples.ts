import { journeyDimensions, METRICS } from '../alarms/metric-names.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { MetricSample } from '../ports.ts';
import type { Finding } from './finding.ts';
import type { SeriesAnalysis } from './journey-analysis.ts';
import { driftTestOf } from './test-probabilities.ts';
import { DAY_MS } from '../base/time.ts';

const DAYS = 30;
const PERCENT = 100;

/** The analysis of a journey in one region, and its open findings. */
export interface RegionTrends {
  readonly plan: Pick<JourneyPlan, 'name' | 'alarm'>;
  readonly region: string;
  readonly analyses: readonly SeriesAnalysis[];
  /** The open ones of this region. */
  readonly findings: readonly Finding[];
  readonly atMs: number;
}

/**
 * The metrics that alarms on trends read, only for journeys with such an alarm: a metric costs.
 * - `Drift`: by how many percent of its level `duration` grows in 30 days, by the slope of the open
 *   drift; 0 where the test was made and none is open; no sample where it could not be made.
 * - `DaysToBudget`: the best estimate of the days until the first budget is crossed, of the open
 *   forecasts; no sample where there is none.
 */
export function trendSamples(subject: RegionTrends): readonly MetricSample[] {
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

function driftPercent({ analyses, findings }: RegionTrends): number | null {
  const duration = analyses.find(({ series }) => series.metric === 'duration');
  if (duration === undefined || driftTestOf(duration.conclusion) === null) return null;
  const subject = findings.find(
    (one) => one.metric === 'duration' && one.subject.kind === 'drift',
  )?.subject;
  if (subject?.kind !== 'drift') return 0;
  const { slopePerDay, level } = subject.drift;

  return level > 0 ? (PERCENT * DAYS * slopePerDay.value) / level : null;
}

function daysToBudget({ findings, atMs }: RegionTrends): number | null {
  const days = findings.flatMap(({ subject }) =>
    subject.kind === 'forecast' ? [Math.max(0, (subject.forecast.atMs - atMs) / DAY_MS)] : [],
  );

  return days.length === 0 ? null : Math.min(...days);
}

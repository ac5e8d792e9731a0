import { daysToExpiry } from '../record/certificate-days.ts';
import type { RunRecord } from '../record/run-record.ts';
import { hostPhaseOfMetric, stepOfMetric, VITAL_NAMES } from '../rollup/metric.ts';
import { censoredValuesOf, metricValuesOf } from '../rollup/metric-values.ts';
import type { FamilyKey, Labels } from './families.ts';
import { SECOND_MS } from '../base/time.ts';

/** An increment of a counter, a value of a histogram, or the value of a gauge. */
export interface Observation {
  readonly family: FamilyKey;
  readonly labels: Labels;
  /** Seconds, a score, or 1 for a counter. */
  readonly value: number;
}

/**
 * The counter and histogram observations of a record: one slot, and the timings of a passed run with a
 * reliable instrument. None for a run on demand. Gauges are separate, because they need the newest
 * run.
 */
export function observationsOf(record: RunRecord): readonly Observation[] {
  if (record.onDemand) return [];
  const { journey, region, outcome, cause } = record;
  const series = { journey, region };
  const counted: readonly (Observation | null)[] = [
    { family: 'runs', labels: { ...series, outcome }, value: 1 },
    cause === null
      ? null
      : { family: 'notPassed', labels: { ...series, outcome, cause }, value: 1 },
    record.flaky ? { family: 'flaky', labels: series, value: 1 } : null,
    censoredValuesOf(record).has('duration')
      ? { family: 'timedOut', labels: series, value: 1 }
      : null,
  ];
  const timings = [...metricValuesOf(record, [])].flatMap(([metric, values]) => {
    const place = placeOf(metric);
    if (place === null) return [];
    const { family, labels, perUnit } = place;
    return values.map((value) => ({
      family,
      labels: { ...series, ...labels },
      value: value / perUnit,
    }));
  });

  return [...counted.filter((each) => each !== null), ...timings];
}

/** Whether a scheduled run passed or failed, so that it shows the target's state. */
export function isConclusive({ outcome, onDemand }: RunRecord): boolean {
  return !onDemand && (outcome === 'passed' || outcome === 'failed');
}

/** The gauges that the newest conclusive run sets. */
export function newestObservations(record: RunRecord): readonly Observation[] {
  const labels = { journey: record.journey, region: record.region };
  const days = daysToExpiry(record);
  const expiry = days === null ? [] : [{ family: 'certificateDays' as const, labels, value: days }];

  return [
    ...expiry,
    { family: 'success', labels, value: record.outcome === 'passed' ? 1 : 0 },
    { family: 'lastDuration', labels, value: record.durationMs / SECOND_MS },
    { family: 'lastRun', labels, value: Date.parse(record.startedAt) / SECOND_MS },
  ];
}

/** Family and labels of a metric; null: it is not exposed. */
function placeOf(
  metric: string,
): (Pick<Observation, 'family' | 'labels'> & { readonly perUnit: number }) | null {
  if (metric === 'duration') return { family: 'duration', labels: {}, perUnit: SECOND_MS };
  if (metric === 'cls') return { family: 'shift', labels: {}, perUnit: 1 };
  const step = stepOfMetric(metric);
  if (step !== null) return { family: 'step', labels: { step }, perUnit: SECOND_MS };
  if (VITAL_NAMES.some((name) => name === metric)) {
    return { family: 'vital', labels: { vital: metric }, perUnit: SECOND_MS };
  }
  const place = hostPhaseOfMetric(metric);
  // Unaccounted time is no phase.
  if (place === null || place.phase === 'unaccounted') return null;

  return { family: 'phase', labels: place, perUnit: SECOND_MS };
}

import type { DatapointAlarm } from './alarm-definition.ts';
import { datapointsOf, type SampleSource } from './datapoints.ts';
import { type Datapoint, EXTRA_PERIODS } from './evaluate-alarm.ts';

/** The datapoints of one metric that an alarm reads. */
export interface MetricEvidence {
  readonly name: string;
  /** Null where the metric has no such dimension. */
  readonly region: string | null;
  /** Oldest first; null: no datapoint. */
  readonly datapoints: readonly Datapoint[];
}

/** The datapoints in an alarm's evaluation range at one instant. */
export interface AlarmEvidence {
  /** Of the metric or expression that is compared with the threshold; oldest first. */
  readonly datapoints: readonly Datapoint[];
  readonly metrics: readonly MetricEvidence[];
}

/** Computes the datapoints that an alarm was evaluated on at an instant, and those of its metrics. */
export function alarmEvidence(
  alarm: DatapointAlarm,
  samplesOf: SampleSource,
  atMs: number,
): AlarmEvidence {
  const count = alarm.evaluationPeriods + EXTRA_PERIODS;
  const stepMs = alarm.periodSeconds * 1_000;
  const grid = { fromMs: atMs - (count - 1) * stepMs, stepMs, count };
  const metrics =
    alarm.kind === 'metric' ? [alarm.metric] : alarm.metrics.map(({ metric }) => metric);

  return {
    datapoints: datapointsOf(alarm, samplesOf, grid),
    metrics: metrics.map((metric) => ({
      name: metric.name,
      region: metric.dimensions['Region'] ?? null,
      datapoints: datapointsOf({ ...alarm, kind: 'metric', metric }, samplesOf, grid),
    })),
  };
}

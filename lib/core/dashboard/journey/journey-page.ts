import type { Detection } from '../../alarms/detection.ts';
import type { TrendStatus } from '../../trends/trend-status.ts';
import type { BudgetPlan } from '../../journey/plan.ts';
import type { JourneyKind, VitalName } from '../../record/run-record.ts';
import type { MetricUnit } from '../../rollup/metric.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { InsufficientData } from '../../stats/series.ts';
import type { Annotation } from '../../record/annotation.ts';
import type { Finding } from '../../trends/finding.ts';
import type { LastRun } from '../overview/overview-page.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';
import type { AlarmView, Availability, BudgetCheck } from '../status/status.ts';

/**
 * Buckets of one length, in order: bucket i begins at `startMs + i × stepMs`. The range is from
 * `fromMs`, in the first bucket, to `toMs`, in the last one: these two may be partly outside of it.
 */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly length: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A quantile of each bucket of the grid; null: too few values. */
export interface QuantileTrack {
  readonly q: number;
  readonly values: readonly (number | null)[];
  /** The ends of the 95% confidence intervals; null with a value: unbounded. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Quantiles of a metric over time, each from the merged histogram of its bucket. */
export interface QuantileBands {
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly grid: Grid;
  /** Values of each bucket, including those censored by a time-out. */
  readonly n: readonly number[];
  /** Censored values of each bucket. */
  readonly censored: readonly number[];
  readonly tracks: readonly QuantileTrack[];
}

/** The mean time of each step of passed runs: the layers of a bucket add up to its mean duration. */
export interface StepStack {
  readonly grid: Grid;
  /** Timed runs of each bucket. */
  readonly n: readonly number[];
  /** Mean milliseconds per run; `step` null: outside of all steps. */
  readonly layers: readonly {
    readonly step: string | null;
    readonly meanMs: readonly (number | null)[];
  }[];
}

/** A vital over the range. */
export interface VitalView {
  readonly name: VitalName;
  readonly p75: QuantileEstimate | InsufficientData;
  /** p75 over time. */
  readonly bands: QuantileBands;
}

/** The charts, budgets and newest runs of one region. */
export interface JourneyRegion {
  readonly region: string;
  readonly availability: Availability;
  readonly last: LastRun | null;
  readonly trend: TrendStatus;
  /** Percentiles of the page's metric; null: it has no value in the range. */
  readonly bands: QuantileBands | null;
  readonly steps: StepStack | null;
  /** In the order of `VITAL_NAMES`; empty for API journeys. */
  readonly vitals: readonly VitalView[];
  readonly budgets: readonly BudgetCheck[];
  /** The newest of the range, newest first, at most 30. */
  readonly runs: readonly LastRun[];
}

/** A journey over a range of time. */
export interface JourneyPage extends PageFrame {
  readonly kind: 'journey';
  readonly journey: string;
  readonly journeyKind: JourneyKind | null;
  readonly description: string | null;
  /** Relative to the project; null: the journey was removed from the project. */
  readonly file: string | null;
  /** Such as `every 5 minutes`; null: as for `file`. */
  readonly schedule: string | null;
  readonly range: PageRange;
  /** The metric of the bands. */
  readonly metric: string;
  /** The metrics to choose from, `duration` first. */
  readonly metrics: readonly string[];
  /** Budgets of the page's metric. */
  readonly limits: readonly BudgetPlan[];
  readonly regions: readonly JourneyRegion[];
  /** The findings that were open at some time of the range, oldest first. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Annotation[];
  readonly alarms: readonly AlarmView[];
  /** What the alarm *down* guarantees; null: nothing, or the journey was removed from the project. */
  readonly detection: Detection | null;
  /** Why the states of the alarms cannot be read; absent: they are complete. */
  readonly alarmsProblem?: string;
}

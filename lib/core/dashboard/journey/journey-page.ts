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
 * Buckets of one length, in order: bucket i begins at `startMs + i × stepMs`. What they hold begins
 * at `fromMs`, in the first, and ends at `toMs`, in the last: these two may be filled in part.
 */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly length: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A quantile of each bucket; null: the data cannot support it. As long as the grid. */
export interface QuantileTrack {
  readonly q: number;
  readonly values: readonly (number | null)[];
  /** The ends of the 95 % intervals; a null beside a value: unbounded. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Quantiles of a metric over time, each from the merged histogram of its bucket. */
export interface QuantileBands {
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly grid: Grid;
  /** Values of each bucket, with those that a time-out cut off. */
  readonly n: readonly number[];
  /** Of these, cut off. */
  readonly censored: readonly number[];
  readonly tracks: readonly QuantileTrack[];
}

/** Where the mean time of passed runs went: the layers of a bucket add up to its mean duration. */
export interface StepStack {
  readonly grid: Grid;
  /** Timed runs of each bucket. */
  readonly n: readonly number[];
  /** Mean milliseconds a run; `step` null: outside any step. */
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

/** A journey in one region. */
export interface JourneyRegion {
  readonly region: string;
  readonly availability: Availability;
  readonly last: LastRun | null;
  readonly trend: TrendStatus;
  /** Of the page's metric. Null: it has no value in the range. */
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
  /** Relative to the project; null: the project has no such journey any more. */
  readonly file: string | null;
  /** For people: `every 5 minutes`; null as above. */
  readonly schedule: string | null;
  readonly range: PageRange;
  /** What the bands are of. */
  readonly metric: string;
  /** What they could be of, `duration` first. */
  readonly metrics: readonly string[];
  /** Budgets of the page's metric. */
  readonly limits: readonly BudgetPlan[];
  readonly regions: readonly JourneyRegion[];
  /** Those that stood at some time of the range, oldest first. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Annotation[];
  readonly alarms: readonly AlarmView[];
  /** Why nothing is said of its alarms; absent: all is. */
  readonly alarmsProblem?: string;
}

import type { Outcome } from '../record/outcome.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { MetricUnit, PhaseName } from './metric.ts';

/** Version of the stored form of rollups. Version 1 held counts and durations only. */
export const ROLLUP_SCHEMA = 2;

/** A histogram's bucket: the number of values between two bounds, in the metric's unit. */
export interface Bucket {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly count: number;
}

/** Encodes values as mergeable histograms, and decodes them. */
export interface HistogramCodec {
  /** Of finite values of 0 or more. */
  encode(values: readonly number[], unit: MetricUnit): string;
  /** Merges histograms of one unit exactly. */
  merge(histograms: readonly string[]): string;
  /** The non-empty buckets in ascending order. */
  read(histogram: string, unit: MetricUnit): readonly Bucket[];
}

/** Count, sum, extremes and histogram of one metric in one hour or day. */
export interface MetricRollup {
  readonly kind: 'metric';
  readonly unit: MetricUnit;
  readonly n: number;
  readonly sum: number;
  /** Null when `n` is 0. */
  readonly min: number | null;
  readonly max: number | null;
  /**
   * An HdrHistogram with two significant digits, V2 compressed, in base64, of whole microseconds
   * (`ms`), millionths (`score`), bytes or counts: https://github.com/HdrHistogram/HdrHistogram
   */
  readonly histogram: string;
  /**
   * Timings that a time-out cut off (right-censored): the true ones are longer. Not part of `n`. Null
   * for none.
   */
  readonly censored: { readonly n: number; readonly histogram: string } | null;
}

/** The slots of one hour or day by outcome. Runs on demand do not count. */
export interface SlotsRollup {
  readonly kind: 'slots';
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Passed, but not at the first attempt. */
  readonly flaky: number;
  /** Timed runs that were the first of their worker. */
  readonly cold: number;
  /** Timed runs: passed, with a reliable instrument. All metrics are of these runs. */
  readonly timed: number;
  /** The names of the metrics that have a rollup of the same hour or day, sorted. */
  readonly metrics: readonly string[];
  /**
   * Steps and hosts beyond the limits, which have no metrics; for a day, those of its worst hour.
   */
  readonly omitted: { readonly steps: number; readonly hosts: number };
  /**
   * Changes when anything stored of the hour or day changes: a hash of the other rollups and of these
   * numbers; for a day, of its hours' hashes.
   */
  readonly content: string;
}

/** A part of a run's time; every instant of a run belongs to exactly one part. */
export interface TimePart {
  /** The innermost step; null: outside any step. */
  readonly step: string | null;
  /** The host of the request that was waited for; null: no request was running. */
  readonly host: string | null;
  /** `own`: no request was running; the journey's or the browser's own time. */
  readonly phase: PhaseName | 'own';
}

/** Time of the timed runs by part; the sums add up to the sum of their durations. */
export interface PartsRollup {
  readonly kind: 'parts';
  /** Timed runs. */
  readonly n: number;
  readonly parts: readonly (TimePart & { readonly sumMs: number })[];
}

/**
 * Facts of the timed runs: for each fact, the number of runs by value. Facts of the run: `chromium`,
 * `node`, `platform`, `journey` (versions). Facts of a host: `address@HOST`, `tls@HOST` (protocol),
 * `certificate@HOST` (issuer and end), `server@HOST`, `cache@HOST`, `protocol@HOST`, and `host@HOST`
 * with the value `present`. Values beyond the limit are counted under `(other)`.
 */
export interface FactsRollup {
  readonly kind: 'facts';
  readonly n: number;
  readonly facts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Any rollup of an hour or a day. */
export type Rollup = SlotsRollup | MetricRollup | PartsRollup | FactsRollup;

/** The time span that one rollup covers. */
export type RollupSpan = 'hour' | 'day';

/** A range of time: `since` inclusive, `until` exclusive, both ISO 8601. */
export interface RollupRange {
  readonly since: string;
  readonly until: string;
}

/** A rollup with the start of its hour or day. */
export interface Dated<R extends Rollup> {
  /** ISO 8601: a whole hour, or midnight in UTC. */
  readonly startsAt: string;
  readonly rollup: R;
}

/** A rollup with everything that its key is made of. */
export interface RollupItem extends Dated<Rollup> {
  readonly span: RollupSpan;
  /** Name of the metric; null for the other kinds, which each hour has once. */
  readonly metric: string | null;
}

/** Stores rollups. Each read is one query and returns the oldest first. */
export interface RollupStore {
  slots(
    series: SlotSeries,
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<SlotsRollup>[]>;
  metric(
    series: SlotSeries & { readonly metric: string },
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<MetricRollup>[]>;
  parts(
    series: SlotSeries,
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<PartsRollup>[]>;
  facts(
    series: SlotSeries,
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<FactsRollup>[]>;
  /** Writes many rollups at once and replaces stored ones. */
  put(series: SlotSeries, items: readonly RollupItem[]): Promise<void>;
}

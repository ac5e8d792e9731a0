import type { Outcome } from '../record/outcome.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { MetricUnit, PhaseName } from './metric.ts';

/** The version of a rollup's shape. 1 held counts and durations only. */
export const ROLLUP_SCHEMA = 2;

/** Values that lie between two bounds, in the metric's unit. */
export interface Bucket {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly count: number;
}

/** Turns values into histograms that add up exactly. */
export interface HistogramCodec {
  /** Of finite values of 0 or more. */
  encode(values: readonly number[], unit: MetricUnit): string;
  /** The histogram of all values that several of one unit were made of. */
  merge(histograms: readonly string[]): string;
  /** The buckets that are not empty, ascending. */
  read(histogram: string, unit: MetricUnit): readonly Bucket[];
}

/** Values of one metric in one hour or day. */
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
   * (`ms`), millionths (`score`), bytes or things: https://github.com/HdrHistogram/HdrHistogram
   */
  readonly histogram: string;
  /**
   * Timings that a time-out cut off: they took at least so long. Not part of `n`. Null for none.
   */
  readonly censored: { readonly n: number; readonly histogram: string } | null;
}

/** The slots of one hour or day by what became of them. Runs on demand do not count. */
export interface SlotsRollup {
  readonly kind: 'slots';
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Passed, but not at the first attempt. */
  readonly flaky: number;
  /** Timed runs that were the first of their worker. */
  readonly cold: number;
  /** Timed runs: passed, with an instrument that was in order. Metrics are of these. */
  readonly timed: number;
  /** The names of the metrics that have a rollup of the same hour or day, sorted. */
  readonly metrics: readonly string[];
  /**
   * How many steps and hosts were left out of the metrics, because there were too many; of a day, in
   * its worst hour.
   */
  readonly omitted: { readonly steps: number; readonly hosts: number };
  /**
   * Tells two hours, or two days, apart that are not the same in all that is kept of them: a hash of
   * the other rollups and of these numbers; of a day, of its hours' hashes.
   */
  readonly content: string;
}

/** A piece of a run's time: every instant of a run belongs to exactly one. */
export interface TimePart {
  /** The innermost step; null: outside any. */
  readonly step: string | null;
  /** The host whose request was waited for; null: no request was under way. */
  readonly host: string | null;
  /** `own`: no request was under way: the journey's own time, or the browser's. */
  readonly phase: PhaseName | 'own';
}

/** Where the time of the timed runs went: the sums add up to the sum of their durations. */
export interface PartsRollup {
  readonly kind: 'parts';
  /** Timed runs. */
  readonly n: number;
  readonly parts: readonly (TimePart & { readonly sumMs: number })[];
}

/**
 * What the timed runs carried, by fact: how many runs had which value. Facts of the run:
 * `chromium`, `node`, `platform`, `journey` (versions). Facts of a host: `address@HOST`,
 * `tls@HOST` (protocol), `certificate@HOST` (issuer and end), `server@HOST`, `cache@HOST`,
 * `protocol@HOST`, and `host@HOST` with the value `present`. A fact with more values than are kept
 * has the rest under `(other)`.
 */
export interface FactsRollup {
  readonly kind: 'facts';
  readonly n: number;
  readonly facts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Whatever is kept of an hour or a day. */
export type Rollup = SlotsRollup | MetricRollup | PartsRollup | FactsRollup;

/** Whether a rollup is of an hour or of a day. */
export type RollupSpan = 'hour' | 'day';

/** `since` inclusive, `until` exclusive, ISO 8601. */
export interface RollupRange {
  readonly since: string;
  readonly until: string;
}

/** The rollup that begins at an instant. */
export interface Dated<R extends Rollup> {
  /** ISO 8601, on the hour, or at midnight in UTC. */
  readonly startsAt: string;
  readonly rollup: R;
}

/** A rollup with the address it is kept at. */
export interface RollupItem extends Dated<Rollup> {
  readonly span: RollupSpan;
  /** Of a metric's rollup, its name; null for the others, of which each hour has one. */
  readonly metric: string | null;
}

/** Keeps rollups. Each read is one query, oldest first. */
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
  /** Replaces what is there; many at once. */
  put(series: SlotSeries, items: readonly RollupItem[]): Promise<void>;
}

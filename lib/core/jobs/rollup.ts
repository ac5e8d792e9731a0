import type { Outcome } from '../record/outcome.ts';
import type { RunRecord } from '../record/run-record.ts';
import { countOutcomes } from '../record/series-summary.ts';

/** The version of a rollup's shape. */
export const ROLLUP_SCHEMA = 1;

/** Turns durations into histograms that add up exactly. */
export interface HistogramCodec {
  /** Of durations in fractional milliseconds. */
  encode(durationsMs: readonly number[]): string;
  /** The histogram of all values that several were made of. */
  merge(histograms: readonly string[]): string;
}

/** How long passed runs took. Absent where there were none. */
export interface DurationRollup {
  readonly n: number;
  readonly sumMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /**
   * An HdrHistogram of whole microseconds with two significant digits, V2 compressed, in base64:
   * https://github.com/HdrHistogram/HdrHistogram
   */
  readonly histogram: string;
}

/** What the runs of one series come to in one hour or day of UTC. Runs on demand do not count. */
export interface Rollup {
  readonly schema: typeof ROLLUP_SCHEMA;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Passed, but not at the first attempt. */
  readonly flaky: number;
  /**
   * Of passed runs whose instrument was in order, or off for no other reason than that the journey
   * is traced at every run.
   */
  readonly duration: DurationRollup | null;
}

/** A pure function of the records of an hour; null where there are none. */
export function rollUp(records: readonly RunRecord[], codec: HistogramCodec): Rollup | null {
  const ofSlots = records.filter(({ onDemand }) => !onDemand);
  if (ofSlots.length === 0) return null;

  return {
    schema: ROLLUP_SCHEMA,
    counts: countOutcomes(ofSlots),
    flaky: ofSlots.filter(({ flaky }) => flaky).length,
    duration: rollUpDurations(
      ofSlots.filter(isTimed).map(({ durationMs }) => durationMs),
      codec,
    ),
  };
}

/** The rollup of all records that several were made of: exact, in whatever order; null for none. */
export function mergeRollups(rollups: readonly Rollup[], codec: HistogramCodec): Rollup | null {
  if (rollups.length === 0) return null;
  const counts = { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0 };
  for (const rollup of rollups) {
    counts.passed += rollup.counts.passed;
    counts.failed += rollup.counts.failed;
    counts.errored += rollup.counts.errored;
    counts.skipped += rollup.counts.skipped;
    counts.missing += rollup.counts.missing;
  }

  return {
    schema: ROLLUP_SCHEMA,
    counts,
    flaky: sum(rollups.map(({ flaky }) => flaky)),
    duration: mergeDurations(rollups.map(({ duration }) => duration).filter(isThere), codec),
  };
}

function isTimed({ outcome, instrument }: RunRecord): boolean {
  return outcome === 'passed' && instrument.off.every((reason) => reason === 'traced');
}

function rollUpDurations(
  durationsMs: readonly number[],
  codec: HistogramCodec,
): DurationRollup | null {
  if (durationsMs.length === 0) return null;
  // Sorted, so that the sum does not depend on the order in which records are read.
  const sorted = durationsMs.toSorted((a, b) => a - b);

  return {
    n: sorted.length,
    sumMs: sum(sorted),
    minMs: Math.min(...sorted),
    maxMs: Math.max(...sorted),
    histogram: codec.encode(sorted),
  };
}

function mergeDurations(
  durations: readonly DurationRollup[],
  codec: HistogramCodec,
): DurationRollup | null {
  if (durations.length === 0) return null;

  return {
    n: sum(durations.map(({ n }) => n)),
    sumMs: sum(durations.map(({ sumMs }) => sumMs).toSorted((a, b) => a - b)),
    minMs: Math.min(...durations.map(({ minMs }) => minMs)),
    maxMs: Math.max(...durations.map(({ maxMs }) => maxMs)),
    histogram: codec.merge(durations.map(({ histogram }) => histogram)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function isThere<T>(value: T | null): value is T {
  return value !== null;
}

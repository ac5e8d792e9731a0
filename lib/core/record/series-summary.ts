import type { Outcome } from './outcome.ts';
import type { RunRecord } from './run-record.ts';

/** Totals over the runs of one journey in one region. */
export interface SeriesSummary {
  readonly journey: string;
  readonly region: string;
  /** The newest run, also when it is before the range; null: there is none. */
  readonly last: RunRecord | null;
  /** Runs of the range by outcome. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly flaky: number;
  readonly duration: DurationSummary;
}

/** Median and p95 of the durations of passed runs. */
interface DurationSummary {
  /** Passed runs with a reliable instrument; the others are left out. */
  readonly n: number;
  /** The middle value, or the mean of the two middle ones; null without runs. */
  readonly medianMs: number | null;
  /** The 95th percentile by nearest rank; null below {@link P95_MIN_RUNS} runs. */
  readonly p95Ms: number | null;
}

/**
 * With fewer independent runs than this, all of them are below the true 95th percentile with a
 * probability above 5% (0.95^58 = 0.051, 0.95^59 = 0.049), so they cannot bound it.
 */
const P95_MIN_RUNS = 59;

/** Counts runs by outcome; every outcome has a count, also 0. */
export function countOutcomes(records: readonly RunRecord[]): Readonly<Record<Outcome, number>> {
  const counts = { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0 };
  for (const { outcome } of records) counts[outcome] += 1;

  return counts;
}

/** Median and p95 of the durations of passed runs; failed runs are left out. */
export function summariseDurations(records: readonly RunRecord[]): DurationSummary {
  const sorted = records
    .filter(({ outcome, instrument }) => outcome === 'passed' && instrument.off.length === 0)
    .map(({ durationMs }) => durationMs)
    .toSorted((a, b) => a - b);
  const n = sorted.length;

  return {
    n,
    medianMs: median(sorted),
    p95Ms: n < P95_MIN_RUNS ? null : (sorted[Math.ceil(n * 0.95) - 1] ?? null),
  };
}

function median(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];

  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}

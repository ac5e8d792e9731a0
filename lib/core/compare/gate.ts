import type { ComparedSeries, Side } from './compared-runs.ts';

/** Why a comparison has no conclusion. */
export type UnknownGate =
  | { readonly code: 'no-runs' }
  | {
      readonly code: 'no-passed-run';
      readonly side: Side;
      readonly journey: string;
      readonly region: string;
    }
  | { readonly code: 'no-shared-metric' }
  /** `metrics` of all `of` metrics. */
  | { readonly code: 'too-few-runs'; readonly metrics: number; readonly of: number }
  | { readonly code: 'more-timed-out' };

/** The conclusion of a comparison for a pipeline that waits for it. */
export type Gate =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly worse: number }
  | { readonly kind: 'unknown'; readonly reason: UnknownGate };

/**
 * Fails if any metric got worse by more than the allowance. Otherwise it is unknown if nothing was
 * compared, if a metric has too few runs, or if more of B's runs than of A's timed out: those have no
 * duration.
 */
export function gateOf(series: readonly ComparedSeries[]): Gate {
  const metrics = series.flatMap((each) => each.metrics);
  const worse = metrics.filter(({ conclusion }) => conclusion === 'worse').length;
  if (worse > 0) return { kind: 'failed', worse };
  const reason = unknownReason(series);

  return reason === null ? { kind: 'passed' } : { kind: 'unknown', reason };
}

function unknownReason(series: readonly ComparedSeries[]): UnknownGate | null {
  if (series.length === 0) return { code: 'no-runs' };
  const oneSided = series.find(({ runs: { a, b } }) => a.timed === 0 || b.timed === 0);
  if (oneSided !== undefined) {
    const { journey, region, runs } = oneSided;
    return { code: 'no-passed-run', side: runs.a.timed === 0 ? 'a' : 'b', journey, region };
  }
  const metrics = series.flatMap((each) => each.metrics);
  if (metrics.length === 0) return { code: 'no-shared-metric' };
  const few = metrics.filter(({ conclusion }) => conclusion === 'insufficient-data').length;
  if (few > 0) return { code: 'too-few-runs', metrics: few, of: metrics.length };
  const hasMore = series.some(({ runs: { a, b } }) => b.timedOut * a.runs > a.timedOut * b.runs);

  return hasMore ? { code: 'more-timed-out' } : null;
}

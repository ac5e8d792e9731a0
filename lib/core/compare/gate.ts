import type { ComparedSeries } from './compared-runs.ts';

/** What a comparison means for whoever waits for it. */
export type Gate =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly worse: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Fails where any metric got worse by more than the allowance. Where none did, it is unknown as long
 * as something could not be told that should have been: nothing was compared, a metric has too few
 * runs, or more of B's runs than of A's were cut off by a time-out, and are in no number.
 */
export function gateOf(series: readonly ComparedSeries[]): Gate {
  const metrics = series.flatMap((each) => each.metrics);
  const worse = metrics.filter(({ conclusion }) => conclusion === 'worse').length;
  if (worse > 0) return { kind: 'failed', worse };
  if (series.length === 0) return { kind: 'unknown', reason: 'there are no runs on either side' };
  const oneSided = series.find(({ runs: { a, b } }) => a.timed === 0 || b.timed === 0);
  if (oneSided !== undefined) {
    const { journey, region, runs } = oneSided;
    const side = runs.a.timed === 0 ? 'A' : 'B';
    const reason = `${side} has no passed run of ${journey} in ${region}`;
    return { kind: 'unknown', reason };
  }
  if (metrics.length === 0) return { kind: 'unknown', reason: 'no metric is on both sides' };
  const refused = metrics.filter(({ conclusion }) => conclusion === 'refused').length;
  if (refused > 0)
    return { kind: 'unknown', reason: `${refused} of ${metrics.length} metrics have too few runs` };
  const cutOff = series.find(({ runs: { a, b } }) => b.timedOut * a.runs > a.timedOut * b.runs);
  if (cutOff !== undefined) {
    const reason = `more of B's runs than of A's were cut off by a time-out: B may be slower than the numbers say`;
    return { kind: 'unknown', reason };
  }

  return { kind: 'passed' };
}

import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { normal } from '../../lib/core/stats/seeded.ts';
import type { BinnedSample } from '../../lib/core/stats/ranked-sample.ts';

const codec = hdrHistograms();

/** Durations as journeys have them: most alike, some much longer, none shorter than it can be. */
export function durations(
  count: number,
  { medianMs, spread }: { readonly medianMs: number; readonly spread: number },
  random: () => number,
): readonly number[] {
  return Array.from({ length: count }, () => medianMs * Math.exp(spread * normal(random)));
}

/** Runs as rollups keep them: in a histogram; those cut off by a time-out in one of their own. */
export function sampleOf(
  timedMs: readonly number[],
  censoredMs: readonly number[] = [],
): BinnedSample {
  const [timed = [], censored = []] = [timedMs, censoredMs].map((values) =>
    codec.read(codec.encode(values, 'ms'), 'ms'),
  );

  return { timed, censored };
}

import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { normalQuantile } from '../../lib/core/stats/normal.ts';
import { quantileOf } from '../../lib/core/stats/quantile.ts';
import { seededRandom } from '../../lib/core/stats/seeded.ts';

/** One cell of the table: how often the interval held the truth. */
export interface QuantileCoverage {
  readonly distribution: string;
  readonly q: number;
  readonly n: number;
  readonly seeds: number;
  /** Shares of seeds: the interval held the truth; lay above it; below it. */
  readonly covered: number;
  readonly above: number;
  readonly below: number;
  /** How many times as wide as the truth the interval is, in the median. */
  readonly relativeWidth: number;
}

/** What values are drawn from. */
export interface Distribution {
  readonly name: string;
  /** Milliseconds at a share of the distribution. */
  readonly quantile: (share: number) => number;
}

/** Latencies around 800 ms: of 10% spread, of a long tail, and of a heavy one. */
export const DISTRIBUTIONS: readonly Distribution[] = [
  { name: 'normal', quantile: (share) => 800 * (1 + 0.1 * normalQuantile(share)) },
  { name: 'lognormal', quantile: (share) => 800 * Math.exp(0.5 * normalQuantile(share)) },
  { name: 'exponential', quantile: (share) => -800 * Math.log1p(-share) },
];

const QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.99];
/** From the fewest that p50, p75, p90, p95 and p99 need, to a day and to a week of a run a minute. */
const SIZES = [6, 12, 13, 20, 36, 60, 72, 100, 288, 368, 500, 1_440, 10_080];

/** How often intervals of quantiles hold the truth, through real histograms. */
export function quantileCoverage({
  seeds,
  sizes = SIZES,
  distributions = DISTRIBUTIONS,
}: {
  readonly seeds: number;
  readonly sizes?: readonly number[];
  readonly distributions?: readonly Distribution[];
}): readonly QuantileCoverage[] {
  return distributions.flatMap((distribution) =>
    sizes.flatMap((n) => coverageOf(distribution, n, seeds)),
  );
}

function coverageOf(
  distribution: Distribution,
  n: number,
  seeds: number,
): readonly QuantileCoverage[] {
  const codec = hdrHistograms();
  const tallies = QUANTILES.map((q) => ({
    q,
    truth: distribution.quantile(q),
    widths: new Array<number>(),
    above: 0,
    below: 0,
  }));
  for (let seed = 0; seed < seeds; seed += 1) {
    const random = seededRandom(seed * 2 ** 20 + n);
    const values = Array.from({ length: n }, () =>
      Math.max(0, distribution.quantile((random() * 0xff_ff_ff_ff + 0.5) / 2 ** 32)),
    );
    const timed = codec.read(codec.encode(values, 'ms'), 'ms');
    for (const tally of tallies) {
      const estimate = quantileOf({ timed, censored: [] }, tally.q);
      if (estimate.kind === 'insufficient-data') continue;
      tally.widths.push((estimate.high - estimate.low) / tally.truth);
      if (estimate.low > tally.truth) tally.above += 1;
      if (estimate.high < tally.truth) tally.below += 1;
    }
  }

  return tallies
    .filter(({ widths }) => widths.length > 0)
    .map(({ q, widths, above, below }) => ({
      distribution: distribution.name,
      q,
      n,
      seeds,
      covered: 1 - (above + below) / seeds,
      above: above / seeds,
      below: below / seeds,
      relativeWidth: widths.toSorted((a, b) => a - b)[Math.floor(widths.length / 2)] ?? NaN,
    }));
}

import { placements } from './mann-whitney.ts';

/** Weaker neighbours' correlation, in standard errors, is taken for chance: calibrated. */
const CHANCE = 1.3;
/** Stronger correlation cannot be distinguished from a wandering level. */
const MAX_SHARE = 0.97;
/** The autocorrelation of fewer values is mostly chance. */
const TELLING = 30;

/**
 * By how much serial dependence widens the variance of the mean rank of each of two samples, which
 * are in order of time: 1 for independent values, else the greater of two estimates, from ranks, so
 * that outliers do not matter:
 * - of first-order dependence, (1 + ρ) / (1 − ρ), ρ being the correlation of neighbours, corrected
 *   for what a short sample makes it too small (M. G. Kendall, "Note on bias in the estimation of
 *   autocorrelation", 1954, doi:10.1093/biomet/41.3-4.403);
 * - of any dependence, by the initial monotone sequence of sums of two autocorrelations (C. J.
 *   Geyer, "Practical Markov chain Monte Carlo", 1992, doi:10.1214/ss/1177011137).
 *
 * A sample of fewer than 30 has the correlation of both together, of which it is a part by its size.
 * 1 if neighbours are not more alike than by chance. Slow waves that are small compared with the
 * noise are not seen.
 */
export function serialInflations(
  a: Float64Array,
  b: Float64Array,
): { readonly a: number; readonly b: number } {
  const [ofA, ofB] = [neighboursOf(a), neighboursOf(b)];
  const count = ofA.count + ofB.count;
  const both: Neighbours = {
    count,
    share: (ofA.share * ofA.count + ofB.share * ofB.count) / count,
    ranks: null,
  };

  return {
    a: inflationOf(ofA.count < TELLING ? both : ofA),
    b: inflationOf(ofB.count < TELLING ? both : ofB),
  };
}

interface Neighbours {
  readonly count: number;
  /** How much of a rank stays in the next. */
  readonly share: number;
  /** Less their mean; null: too few. */
  readonly ranks: Float64Array | null;
}

function inflationOf({ count, share, ranks }: Neighbours): number {
  if (share * Math.sqrt(count) <= CHANCE) return 1;
  const bounded = Math.min(share, MAX_SHARE);

  return Math.max((1 + bounded) / (1 - bounded), ranks === null ? 1 : initialSequence(ranks));
}

function neighboursOf(values: Float64Array): Neighbours {
  const { length: count } = values;
  const ranks = placements(values, values).ofA.map((rank) => rank - count / 2);
  const share = (autocorrelation(ranks, 1) + 1 / count) / (1 - 3 / count);

  return { count, share: Number.isFinite(share) ? share : 0, ranks };
}

/** NaN if all are equal. */
function autocorrelation(centred: Float64Array, lag: number): number {
  let products = 0;
  let squares = 0;
  for (let at = 0; at < centred.length; at += 1) {
    const value = centred[at] ?? 0;
    squares += value * value;
    if (at >= lag) products += value * (centred[at - lag] ?? 0);
  }

  return products / squares;
}

function initialSequence(centred: Float64Array): number {
  let sum = -1;
  let least = Infinity;
  for (let lag = 0; lag + 1 < centred.length / 2; lag += 2) {
    const pair = autocorrelation(centred, lag) + autocorrelation(centred, lag + 1);
    least = Math.min(least, pair);
    if (least <= 0) break;
    sum += 2 * least;
  }

  return sum;
}

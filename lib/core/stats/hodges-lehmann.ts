import { seededRandom } from './seeded.ts';
import { type Cut, type HiddenValues, placesIn, selectRanked } from './select-ranked.ts';

const LISTED = 5_000;
const MIN_DRAWS = 1_000;
const RESOLUTION = 2 ** -40;
const SEED = 1;

/** All differences between a value of one sample and a value of another. */
export interface Differences {
  readonly count: number;
  /**
   * The difference of a rank from 1 to `count`; of one between two whole ranks, between theirs.
   * O((m + n) log (m + n)) expected. Throws a RangeError for any other rank.
   */
  at(rank: number): number;
}

/**
 * All differences b − a, none of which is computed before it is asked for. Their median is the
 * shift of Hodges & Lehmann, "Estimates of location based on rank tests" (1963),
 * doi:10.1214/aoms/1177704172, which assumes that b's distribution is a's, moved. In the order of both
 * samples each row of them ascends, so that those below a bound are counted along one path. J. F.
 * Monahan, "Algorithm 616: fast computation of the Hodges–Lehmann location estimator" (1984),
 * doi:10.1145/1271.319414; D. B. Johnson & T. Mizoguchi, "Selecting the K-th element in X + Y and
 * X1 + X2 + ... + Xm" (1978), doi:10.1137/0207013. Throws a RangeError for a value that is not finite.
 */
export function pairwiseDifferences(a: Float64Array, b: Float64Array): Differences {
  const wrong = [...a, ...b].find((value) => !Number.isFinite(value));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot compare samples with ${wrong}; expected finite values`);
  }
  const rows: Rows = { a: a.toSorted(), b: b.toSorted() };
  const random = seededRandom(SEED);
  const hidden: HiddenValues<DifferenceCut> = {
    least: { at: -Infinity, below: 0, ends: new Int32Array(a.length) },
    greatest: {
      at: Infinity,
      below: a.length * b.length,
      ends: new Int32Array(a.length).fill(b.length),
    },
    resolution: spanOf(rows) * RESOLUTION,
    cutAt: (at) => cutAt(rows, at),
    draw: (from, to, count) =>
      atPlaces(rows, { from, to }, placesIn(to.below - from.below, count, random)),
    list: (from, to) =>
      atPlaces(
        rows,
        { from, to },
        new Float64Array(to.below - from.below).map((_, place) => place),
      ),
  };
  const selecting = {
    draws: Math.max(MIN_DRAWS, Math.ceil(Math.max(a.length, b.length) / 2)),
    listed: Math.max(LISTED, 2 * (a.length + b.length)),
  };

  return {
    count: hidden.greatest.below,
    at: (rank) => selectRanked(hidden, rank, selecting),
  };
}

/** Both in ascending order. */
interface Rows {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** A difference, and how many of b's values are less than it more than each of a's. */
interface DifferenceCut extends Cut {
  readonly ends: Int32Array;
}

interface Between {
  readonly from: DifferenceCut;
  readonly to: DifferenceCut;
}

function spanOf({ a, b }: Rows): number {
  return Math.max(b.at(-1) ?? 0, a.at(-1) ?? 0) - Math.min(b[0] ?? 0, a[0] ?? 0);
}

function cutAt({ a, b }: Rows, at: number): DifferenceCut {
  const ends = new Int32Array(a.length);
  let end = 0;
  let below = 0;
  for (let row = 0; row < a.length; row += 1) {
    while (end < b.length && (b[end] ?? 0) - (a[row] ?? 0) < at) end += 1;
    ends[row] = end;
    below += end;
  }

  return { at, below, ends };
}

/** The differences between two cuts at certain places, which ascend. */
function atPlaces({ a, b }: Rows, { from, to }: Between, places: Float64Array): Float64Array {
  const differences = new Float64Array(places.length);
  let seen = 0;
  let next = 0;
  for (let row = 0; row < a.length; row += 1) {
    const start = (from.ends[row] ?? 0) - seen;
    seen = (to.ends[row] ?? 0) - start;
    for (; (places[next] ?? Infinity) < seen; next += 1) {
      differences[next] = (b[start + (places[next] ?? 0)] ?? 0) - (a[row] ?? 0);
    }
  }

  return differences;
}

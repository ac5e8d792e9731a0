import type { Bucket } from '../rollup/rollup.ts';

/** Values known by the histogram's bucket that they lie in. */
export interface BinnedSample {
  readonly timed: readonly Bucket[];
  /** Values of which only a lower bound is known: the buckets are of the bounds. */
  readonly censored: readonly Bucket[];
}

/** The values of a sample in ascending order, those that were cut off at their bounds. */
export interface RankedSample {
  /** How many values, with those cut off. */
  readonly n: number;
  readonly censored: number;
  /** The rank, from 1, of the least value that was cut off; from there on values are bounds. */
  readonly censoredFrom: number;
  /** The value at a rank from 1 to n; between two ranks, between their values. */
  valueAt(rank: number): number;
  /** How far, at most, the values of a rank's bucket may lie from where they are put. */
  spreadErrorAt(rank: number): number;
  /** The bucket of a rank. */
  bucketAt(rank: number): Bucket;
}

/** Differences of counts up to so many of their standard deviations are chance. */
const CHANCE = 2;

/**
 * Ranks the values of buckets. Those of one bucket are spread evenly over it, but for a bucket of a
 * single whole number of things or bytes, from half below it to half above, which are that number.
 * If the counts of a bucket and its neighbours differ by more than chance, its values need not be
 * spread evenly: {@link RankedSample.spreadErrorAt} is the possible error.
 */
export function rankedSample({ timed, censored }: BinnedSample): RankedSample {
  const buckets = addUp([...timed, ...censored]);
  const ends = runningTotal(buckets);
  const n = ends.at(-1) ?? 0;
  const firstBound = Math.min(...censored.map(({ from }) => from));
  const before = timed.filter(({ from }) => from <= firstBound);

  return {
    n,
    censored: total(censored),
    censoredFrom: censored.length === 0 ? Infinity : total(before) + 1,
    valueAt: (rank) => {
      const below = Math.floor(rank);
      const low = valueOf(below);

      return below === rank ? low : low + (rank - below) * (valueOf(below + 1) - low);
    },
    spreadErrorAt: (rank) => spreadError(buckets, indexOf(rank)),
    bucketAt: (rank) => bucketOf(indexOf(rank)),
  };

  function indexOf(rank: number): number {
    const found = ends.findIndex((end) => end >= rank);
    if (rank < 1 || found < 0) throw new RangeError(`Cannot find rank ${rank} of ${n} values`);

    return found;
  }

  function bucketOf(index: number): Bucket {
    return buckets[index] ?? NO_BUCKET;
  }

  function valueOf(rank: number): number {
    const index = indexOf(rank);
    const { from, to, count } = bucketOf(index);
    const within = rank - ((ends[index] ?? 0) - count);

    return wholeNumberOf(bucketOf(index)) ?? from + ((to - from) * (within - 0.5)) / count;
  }
}

const NO_BUCKET: Bucket = { from: NaN, to: NaN, count: 0 };

/** The buckets in ascending order, equal ones as one. */
function addUp(buckets: readonly Bucket[]): readonly Bucket[] {
  const sums: Bucket[] = [];
  for (const bucket of buckets.toSorted((one, other) => one.from - other.from)) {
    const last = sums.at(-1);
    if (last?.from === bucket.from) {
      sums[sums.length - 1] = { ...last, count: last.count + bucket.count };
    } else sums.push(bucket);
  }

  return sums;
}

function runningTotal(buckets: readonly Bucket[]): Float64Array {
  let sum = 0;

  return Float64Array.from(buckets, ({ count }) => (sum += count));
}

function total(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { count }) => sum + count, 0);
}

/** Thousandths and millionths never have such bounds: their buckets end between whole numbers of them. */
function wholeNumberOf({ from, to }: Bucket): number | null {
  const number = to - 0.5;
  const first = Math.max(0, number - 0.5);

  return Number.isInteger(number) && from === first ? number : null;
}

function spreadError(buckets: readonly Bucket[], index: number): number {
  const bucket = buckets[index] ?? NO_BUCKET;
  if (wholeNumberOf(bucket) !== null) return 0;
  const { from, to, count } = bucket;
  const [lower, upper] = [buckets[index - 1], buckets[index + 1]];
  const below = lower?.to === from ? expectedCount(lower, to - from) : 0;
  const above = upper?.from === to ? expectedCount(upper, to - from) : 0;

  return ((to - from) * (excess(count, below) + excess(count, above))) / (2 * count);
}

/** How many values a bucket would hold if it were so wide. */
function expectedCount({ from, to, count }: Bucket, width: number): number {
  return (count * width) / (to - from);
}

/** By how much two counts differ beyond chance. */
function excess(one: number, other: number): number {
  return Math.max(0, Math.abs(one - other) - CHANCE * Math.sqrt(one + other));
}

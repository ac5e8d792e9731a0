import { type Keyed, keyed, type OnPass, sortCounting } from './inversions.ts';
import { type Points, strataOf, type Stratum } from './point-strata.ts';
import { seededRandom } from './seeded.ts';
import { type Cut, type HiddenValues, placesIn, selectRanked } from './select-ranked.ts';

/** So many slopes are listed rather than drawn from: it takes no longer. */
const LISTED = 20_000;
/** The same, per point. */
const LISTED_PER_POINT = 5;
const MIN_DRAWS = 1_000;
const RESOLUTION = 2 ** -36;
const SEED = 1;

/** The slopes of all pairs of points that lie at different times, of one stratum each. */
export interface PairwiseSlopes {
  readonly count: number;
  /**
   * The slope of a rank from 1 to `count`; of one between two whole ranks, between their slopes.
   * O(n log n) expected. Throws a RangeError for any other rank.
   */
  at(rank: number): number;
}

/**
 * The median of the slopes of all pairs of points, in value per unit of time: Theil and Sen's
 * estimate of a trend, which up to 29 % of outliers do not carry away. With strata the seasonal
 * estimate (Hirsch, Slack & Smith, 1982). NaN where no two points are at different times. Throws a
 * RangeError for what is not finite.
 *
 * H. Theil, "A rank-invariant method of linear and polynomial regression analysis" (1950); P. K. Sen,
 * "Estimates of the regression coefficient based on Kendall's tau" (1968), doi:10.2307/2285891.
 */
export function theilSen(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  strata?: ArrayLike<number>,
): number {
  const slopes = pairwiseSlopes({ times, values, ...(strata === undefined ? {} : { strata }) });

  return slopes.count === 0 ? NaN : slopes.at((slopes.count + 1) / 2);
}

/**
 * The slopes of certain ranks, from 1, among those of all pairs, such as the ends of an interval
 * for {@link theilSen} (Sen, 1968).
 */
export function slopeQuantiles(points: Points, ranks: readonly number[]): readonly number[] {
  const slopes = pairwiseSlopes(points);

  return ranks.map((rank) => slopes.at(rank));
}

/**
 * All slopes, none of which is computed before it is asked for. A slope is less than a given one
 * exactly if its two points change places when the plane is sheared by that one, so that counting
 * is sorting: M. B. Dillencourt, D. M. Mount & N. S. Netanyahu, "A randomized algorithm for slope
 * selection" (1992), doi:10.1142/S0218195992000020.
 */
export function pairwiseSlopes(points: Points): PairwiseSlopes {
  const strata = strataOf(points);
  const centres = strata.map(centred);
  const room = keyed(strata.reduce((most, { times }) => Math.max(most, times.length), 0));
  const random = seededRandom(SEED);
  const hidden: HiddenValues<SlopeCut> = {
    least: cutOf(-Infinity, strata.map(inOrder)),
    greatest: cutOf(Infinity, strata.map(inReverse)),
    resolution: resolutionOf(centres),
    cutAt: (at, above) => shearedFurther({ strata: centres, room }, above, at),
    draw: (from, to, count) =>
      drawn(strata, { from, to, room }, placesIn(to.below - from.below, count, random)),
    list: (from, to) => listed(strata, { from, to, room }),
  };
  const selecting = {
    draws: Math.max(MIN_DRAWS, points.times.length),
    listed: Math.max(LISTED, LISTED_PER_POINT * points.times.length),
  };

  return {
    count: hidden.greatest.below,
    at: (rank) => selectRanked(hidden, rank, selecting),
  };
}

/** A slope, and the order in which the points of each stratum stand when sheared by it. */
interface SlopeCut extends Cut {
  readonly orders: readonly Int32Array[];
}

interface Sheared {
  readonly order: Int32Array;
  /** Pairs that have changed places. */
  readonly below: number;
}

interface Between {
  readonly from: SlopeCut;
  readonly to: SlopeCut;
  /** For sorting the largest stratum. */
  readonly room: Keyed;
}

/** A stratum's orders at two cuts. */
interface StratumCuts {
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Whether all slopes are between them. */
  readonly all: boolean;
  readonly room: Keyed;
}

function cutsOf({ from, to, room }: Between, stratum: number): StratumCuts {
  return {
    before: from.orders[stratum] ?? NONE,
    after: to.orders[stratum] ?? NONE,
    all: from.at === -Infinity && to.at === Infinity,
    room,
  };
}

function cutOf(at: number, parts: readonly Sheared[]): SlopeCut {
  return {
    at,
    below: parts.reduce((sum, { below }) => sum + below, 0),
    orders: parts.map(({ order }) => order),
  };
}

/** The order at a cut from that at a lower one: where few points change places, sorting is quick. */
function shearedFurther(
  { strata, room }: { readonly strata: readonly Stratum[]; readonly room: Keyed },
  from: SlopeCut,
  at: number,
): SlopeCut {
  const orders = from.orders.map((order) => order.slice());
  let { below } = from;
  strata.forEach(({ times, values }, index) => {
    const items = orders[index] ?? NONE;
    const keys = new Float64Array(items.length);
    for (let place = 0; place < items.length; place += 1) {
      const item = items[place] ?? 0;
      keys[place] = (values[item] ?? 0) - at * (times[item] ?? 0);
    }
    below += sortCounting({ keys, items }, room);
  });

  return { at, below, orders };
}

function inOrder({ times }: Stratum): Sheared {
  return { below: 0, order: identity(times.length) };
}

/** Points of one time keep their order: they have no slope. */
function inReverse({ times }: Stratum): Sheared {
  const { length } = times;
  const order = new Int32Array(length);
  let below = 0;
  let from = 0;
  for (let to = 1; to <= length; to += 1) {
    if (times[to] === times[from]) continue;
    for (let item = from; item < to; item += 1) order[length - to + item - from] = item;
    below += from * (to - from);
    from = to;
  }

  return { below, order };
}

function identity(length: number): Int32Array {
  const order = new Int32Array(length);
  for (let at = 0; at < length; at += 1) order[at] = at;

  return order;
}

/** Times and values from their middle on: the smaller, the less is lost to rounding. */
function centred({ times, values }: Stratum): Stratum {
  const middle = times.length >>> 1;
  const [time, value] = [times[middle] ?? 0, values[middle] ?? 0];

  return {
    times: times.map((each) => each - time),
    values: values.map((each) => each - value),
  };
}

function resolutionOf(strata: readonly Stratum[]): number {
  const height = strata.reduce((most, { values }) => Math.max(most, greatestOf(values)), 0);
  const width = strata.reduce((most, { times }) => Math.max(most, greatestOf(times)), 0);

  return width > 0 ? (RESOLUTION * height) / width : 0;
}

function greatestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The slopes between two cuts are of the pairs that change places between them. */
function listed(strata: readonly Stratum[], cuts: Between): Float64Array {
  const slopes = new Float64Array(cuts.to.below - cuts.from.below);
  let at = 0;
  strata.forEach((stratum, index) => {
    eachChange(stratum, cutsOf(cuts, index), (one, { items, from, to }) => {
      for (let other = from; other < to; other += 1) {
        slopes[at++] = slopeOf(stratum, one, items[other] ?? 0);
      }
    });
  });

  return slopes.subarray(0, at);
}

/** The slopes that {@link listed} would have at certain places, which ascend. */
function drawn(strata: readonly Stratum[], cuts: Between, places: Float64Array): Float64Array {
  const slopes = new Float64Array(places.length);
  let seen = 0;
  let next = 0;
  strata.forEach((stratum, index) => {
    eachChange(stratum, cutsOf(cuts, index), (one, { items, from, to }) => {
      for (; (places[next] ?? Infinity) < seen + to - from; next += 1) {
        slopes[next] = slopeOf(stratum, one, items[from + (places[next] ?? 0) - seen] ?? 0);
      }
      seen += to - from;
    });
  });

  return slopes.subarray(0, next);
}

/** Tells each point, and those of a stratum that change places with it between two cuts. */
function eachChange(stratum: Stratum, cuts: StratumCuts, onChange: OnPass): void {
  if (cuts.all) eachPair(stratum, onChange);
  else sortInto(cuts, onChange);
}

/** Between the outermost cuts every point changes places with all that are earlier. */
function eachPair({ times }: Stratum, onChange: OnPass): void {
  const items = identity(times.length);
  let earlier = 0;
  for (let item = 1; item < times.length; item += 1) {
    if (times[item] !== times[item - 1]) earlier = item;
    onChange(item, { items, from: 0, to: earlier });
  }
}

/** Sorts the points from their order at one cut into that at the other. */
function sortInto({ before, after, room }: StratumCuts, onChange: OnPass): void {
  const items = before.slice();
  const places = new Float64Array(items.length);
  for (let place = 0; place < after.length; place += 1) places[after[place] ?? 0] = place;
  const keys = new Float64Array(items.length);
  for (let at = 0; at < keys.length; at += 1) keys[at] = places[items[at] ?? 0] ?? 0;
  sortCounting({ keys, items }, room, onChange);
}

const NONE = new Int32Array();

function slopeOf({ times, values }: Stratum, one: number, other: number): number {
  return ((values[one] ?? 0) - (values[other] ?? 0)) / ((times[one] ?? 0) - (times[other] ?? 0));
}

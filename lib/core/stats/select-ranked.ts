/** A place among values that are too many to list. */
export interface Cut {
  readonly at: number;
  /** How many of the values are less. */
  readonly below: number;
}

/** Values that are too many to list, such as one of every pair, but can be counted and drawn. */
export interface HiddenValues<C extends Cut> {
  /** Below all values. */
  readonly least: C;
  /** Above all values. */
  readonly greatest: C;
  /** Values that lie no further apart count as one. */
  readonly resolution: number;
  /** The cut at a place, which is above another one and perhaps not far from it. */
  cutAt(at: number, above: C): C;
  /** So many, drawn by chance from those between two cuts, any of them several times. */
  draw(from: C, to: C, count: number): Float64Array;
  /** All between two cuts. */
  list(from: C, to: C): Float64Array;
}

/** How selecting is done. */
export interface Selecting {
  /** So many are drawn at a time. */
  readonly draws: number;
  /** So many are listed and sorted. */
  readonly listed: number;
}

/** Half of the standard deviations of a rank among those drawn that are left on either side. */
const MARGIN = 1.5;
/** Values that differ by a smaller share of themselves are equal: what rounding leaves. */
const ROUNDING = 2 ** -36;

/**
 * The value of a rank, 1 being that of the least; of a rank between two whole ones, between their
 * values. A few values are drawn; between two of them that surround the rank lies a small share of
 * all, from which the next are drawn, until few enough are left to be listed. Of N values expected
 * two or three rounds, of O(log N) at worst likely. Whatever chance draws, the answer is the same
 * (of values within `resolution` of each other, any). Throws a RangeError for a rank of no value.
 *
 * J. Matoušek, "Randomized optimal algorithm for slope selection" (1991),
 * doi:10.1016/0020-0190(91)90177-J.
 */
export function selectRanked<C extends Cut>(
  hidden: HiddenValues<C>,
  rank: number,
  selecting: Selecting,
): number {
  const count = hidden.greatest.below;
  if (!(rank >= 1 && rank <= count)) {
    throw new RangeError(`Cannot select rank ${rank} of ${count} values; expected 1 to ${count}`);
  }
  const low = Math.floor(rank);
  const near = valuesNear(hidden, low, selecting);
  const value = near.values[low - near.firstRank] ?? NaN;
  if (rank === low) return value;
  const next = near.values[low + 1 - near.firstRank] ?? selectRanked(hidden, low + 1, selecting);

  return value + (rank - low) * (next - value);
}

/**
 * Places to draw from, ascending: one by chance from each of `count` equal parts of so many, which
 * spreads them more evenly than chance alone, and needs no sorting.
 */
export function placesIn(size: number, count: number, random: () => number): Float64Array {
  const places = new Float64Array(count);
  for (let part = 0; part < count; part += 1) {
    places[part] = Math.floor(((part + random()) / count) * size);
  }

  return places;
}

/** The values of a rank and perhaps of some around it, ascending. */
interface NearValues {
  readonly firstRank: number;
  readonly values: Float64Array;
}

function valuesNear<C extends Cut>(
  hidden: HiddenValues<C>,
  rank: number,
  { draws, listed }: Selecting,
): NearValues {
  let range: Range<C> = { from: hidden.least, to: hidden.greatest };
  while (sizeOf(range) > listed) {
    const inside = sizeOf(range);
    const drawn = hidden.draw(range.from, range.to, draws).toSorted();
    const place = ((rank - 0.5 - range.from.below) / inside) * drawn.length;
    range = narrowed(range, rank, cutsAround(hidden, range.from, { drawn, place }));
    if (sizeOf(range) <= inside / 2) continue;
    // So many are equal that no cut passed between them: either the rank is theirs, or they can go.
    const common = drawn[Math.floor(place)] ?? NaN;
    const [lower, upper] = cutsBeside(hidden, hidden.least, common);
    range = narrowed(range, rank, [lower, upper]);
    if ((lower.below < rank && rank <= upper.below) || sizeOf(range) >= inside) {
      return { firstRank: rank, values: Float64Array.of(common) };
    }
  }

  return {
    firstRank: range.from.below + 1,
    values: hidden.list(range.from, range.to).toSorted(),
  };
}

/** Two cuts with the wanted rank between them. */
interface Range<C extends Cut> {
  readonly from: C;
  readonly to: C;
}

function sizeOf({ from, to }: Range<Cut>): number {
  return to.below - from.below;
}

function narrowed<C extends Cut>(range: Range<C>, rank: number, cuts: readonly C[]): Range<C> {
  let { from, to } = range;
  for (const cut of cuts) {
    if (cut.at <= from.at || cut.at >= to.at) continue;
    if (cut.below < rank) from = cut;
    else to = cut;
  }

  return { from, to };
}

/**
 * Cuts that likely surround a place among those drawn. Each lies between two values drawn, never at
 * one: rounding could put it on either side of its like.
 */
function cutsAround<C extends Cut>(
  hidden: HiddenValues<C>,
  above: C,
  { drawn, place }: { readonly drawn: Float64Array; readonly place: number },
): readonly C[] {
  const margin = MARGIN * Math.sqrt(drawn.length);
  const lower = drawn[Math.floor(place - margin)];
  const upper = drawn[Math.ceil(place + margin)];
  const cuts: C[] = [];
  if (lower !== undefined) {
    const apart = 2 * reachOf(hidden, lower);
    const next = drawn.findLast((value) => value < lower - apart) ?? lower - apart;
    cuts.push(hidden.cutAt((lower + next) / 2, above));
  }
  if (upper !== undefined) {
    const apart = 2 * reachOf(hidden, upper);
    const next = drawn.find((value) => value > upper + apart) ?? upper + apart;
    cuts.push(hidden.cutAt((upper + next) / 2, cuts[0] ?? above));
  }

  return cuts;
}

/** Cuts with nothing but one value, and those equal to it, between them. */
function cutsBeside<C extends Cut>(
  hidden: HiddenValues<C>,
  above: C,
  value: number,
): readonly [C, C] {
  const reach = reachOf(hidden, value);
  const lower = hidden.cutAt(value - reach, above);

  return [lower, hidden.cutAt(value + reach, lower)];
}

/** How far from a value others count as equal to it. */
function reachOf({ resolution }: HiddenValues<Cut>, value: number): number {
  return Math.max(resolution, Math.abs(value) * ROUNDING);
}

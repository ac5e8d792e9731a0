/** Values at times, such as hours since the first. */
export interface Points {
  /** Finite; in any order, several may be equal. */
  readonly times: ArrayLike<number>;
  /** Finite: leave out NaN before. */
  readonly values: ArrayLike<number>;
  /**
   * The stratum of each, such as the hour of the week: only points of one stratum are compared.
   * Default: all are of one.
   */
  readonly strata?: ArrayLike<number>;
}

/** The points of one stratum in order of time; those of one time in order of value. */
export interface Stratum {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/**
 * The points by stratum, in order. Throws a RangeError for lists of different lengths and for what
 * is not finite.
 */
export function strataOf(points: Points): readonly Stratum[] {
  requireComparable(points);
  const { times, values, strata } = points;
  const order = ordered(points);
  const found: Stratum[] = [];
  let from = 0;
  for (let to = 1; to <= order.length; to += 1) {
    if (to < order.length && at(strata, order[to]) === at(strata, order[from])) continue;
    const members = order.subarray(from, to);
    found.push({ times: picked(times, members), values: picked(values, members) });
    from = to;
  }

  return found;
}

function requireComparable({ times, values, strata = times }: Points): void {
  if (times.length !== values.length || times.length !== strata.length) {
    throw new RangeError(
      `Cannot pair ${times.length} times, ${values.length} values and ${strata.length} strata; expected as many of each`,
    );
  }
  for (let index = 0; index < times.length; index += 1) {
    if (Number.isFinite(times[index]) && Number.isFinite(values[index])) continue;
    throw new RangeError(
      `Cannot compare ${values[index]} at ${times[index]}; expected finite values at finite times`,
    );
  }
}

/** The indices of points by stratum, time and value. Series mostly come in order. */
function ordered({ times, values, strata }: Points): Int32Array {
  const order = new Int32Array(times.length);
  let isOrdered = true;
  for (let index = 0; index < order.length; index += 1) {
    order[index] = index;
    isOrdered &&= index === 0 || compare(index - 1, index) <= 0;
  }

  return isOrdered ? order : order.toSorted(compare);

  function compare(one: number, other: number): number {
    return (
      at(strata, one) - at(strata, other) ||
      at(times, one) - at(times, other) ||
      at(values, one) - at(values, other)
    );
  }
}

function at(list: ArrayLike<number> | undefined, index = 0): number {
  return list?.[index] ?? 0;
}

function picked(list: ArrayLike<number>, indices: Int32Array): Float64Array {
  const found = new Float64Array(indices.length);
  for (let index = 0; index < found.length; index += 1) found[index] = at(list, indices[index]);

  return found;
}

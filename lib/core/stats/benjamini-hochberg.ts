/**
 * The probabilities of many tests, corrected for there being many, in the order given: calling a
 * finding what lies at or below `q` keeps the expected share of false ones among the findings at
 * most `q`, where tests are independent or rise and fall together. Empty for none; one stays as it
 * is. Throws a RangeError for what is no probability.
 *
 * Y. Benjamini & Y. Hochberg, "Controlling the false discovery rate" (1995),
 * doi:10.1111/j.2517-6161.1995.tb02031.x; as adjusted p-values, D. Yekutieli & Y. Benjamini (1999).
 */
export function adjustedP(ps: readonly number[]): readonly number[] {
  const wrong = ps.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot correct the probability ${wrong}; expected 0 to 1`);
  }
  const order = ps.map((p, at) => ({ p, at })).toSorted((one, other) => other.p - one.p);
  const adjusted = Array.from(ps);
  let least = 1;
  order.forEach(({ p, at }, greater) => {
    // `greater` of them are greater: this one is the (length − greater)-th smallest.
    least = Math.min(least, Math.max(p, (p * ps.length) / (ps.length - greater)));
    adjusted[at] = least;
  });

  return adjusted;
}

/** How many permutations: enough to estimate a p of 0.01 to within a quarter of itself. */
export const PERMUTATIONS = 1_999;
/** With fewer permutations as extreme as the observation, their share is too rough an estimate. */
const FEW = 10;
/** With so many the p is known well enough, and far from any level: it is above 0.02. */
const ENOUGH = 50;

/**
 * The p-value of an observation: the share of permutations that are as extreme, counting the
 * observation as one (Phipson & Smyth, "Permutation p-values should never be zero", 2010). Where
 * many are, it is estimated from the first of them (Besag & Clifford, "Sequential Monte Carlo p-values",
 * 1991), which most series need a tenth of the permutations for. In the far tail, where only a
 * handful are, the bound of a distribution that is known to fit there, but never more than such a
 * handful's share.
 */
export function permutationP(
  trial: { readonly permutations: number; readonly isAsExtreme: () => boolean },
  tail: () => number,
): number {
  const { permutations, isAsExtreme } = trial;
  let asExtreme = 0;
  for (let round = 1; round <= permutations; round += 1) {
    if (isAsExtreme()) asExtreme += 1;
    if (asExtreme === ENOUGH) return asExtreme / round;
  }
  if (asExtreme >= FEW) return (asExtreme + 1) / (permutations + 1);

  return Math.min((FEW + 1) / (permutations + 1), Math.max(tail(), Number.MIN_VALUE));
}

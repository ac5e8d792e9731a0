/** How many permutations: enough for a p of 0.01 to be told to within a quarter of itself. */
export const PERMUTATIONS = 1_999;
/** With fewer permutations as extreme as what was observed, their share is too rough to be told. */
const FEW = 10;

/**
 * The p-value of an observation from permutations: the share of them that are as extreme, counting
 * the observation as one (Phipson & Smyth, "Permutation p-values should never be zero", 2010). In
 * the far tail, where only a handful are, the bound of a distribution that is known to fit there,
 * but never more than such a handful's share.
 */
export function permutationP(
  { asExtreme, permutations }: { readonly asExtreme: number; readonly permutations: number },
  tail: () => number,
): number {
  const share = (asExtreme + 1) / (permutations + 1);
  if (asExtreme >= FEW) return share;

  return Math.min((FEW + 1) / (permutations + 1), Math.max(tail(), Number.MIN_VALUE));
}

const DIGITS = 4;

/**
 * A number to four significant digits: more than its histogram has, of which a bucket is up to 0.8%
 * wide, and few enough for thousands of them to fit into a page. What is infinite stays so.
 */
export function roundNumber(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : value;
}

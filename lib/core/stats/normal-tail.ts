/** From here on the fraction is quicker than the series. */
const FAR = 3;
const SERIES_END = 1e-17;
const FRACTION_TERMS = 200;
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

/**
 * The probability that a standard normal variable is above `z`, to a relative error below 1e-12:
 * G. Marsaglia's series ("Evaluating the normal distribution", 2004, doi:10.18637/jss.v011.i04), and
 * for the far tail Laplace's continued fraction (Abramowitz & Stegun 26.2.14).
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const density = DENSITY_AT_ZERO * Math.exp((-z * z) / 2);
  if (z < FAR) return 0.5 - density * seriesOf(z);
  let fraction = z;
  for (let term = FRACTION_TERMS; term >= 1; term -= 1) fraction = z + term / fraction;

  return density / fraction;
}

/** The probability that a standard normal variable is as far from zero as `z`, in either direction. */
export function bothTails(z: number): number {
  return Math.min(1, 2 * upperTail(Math.abs(z)));
}

function seriesOf(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * SERIES_END; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }

  return sum;
}

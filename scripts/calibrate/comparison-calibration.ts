import { compareSamples } from '../../lib/core/stats/compare-samples.ts';
import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';

/** One cell of the table: two samples of which the second is moved by a known shift. */
export interface ComparisonCalibration {
  /** Share of a value that stays in the next. */
  readonly rho: number;
  readonly a: number;
  readonly b: number;
  readonly seeds: number;
  /** Shares of seeds: p below 0.05 without any shift; the interval holds the shift; no answer. */
  readonly falseAlarms: number;
  readonly covered: number;
  readonly refused: number;
}

const SIZES = [
  [10, 10],
  [30, 30],
  [30, 200],
  [100, 100],
  [500, 500],
] as const;
const DEPENDENCE = [0, 0.5, 0.8];
const SHIFT = 0.7;

/** How often comparisons of samples alarm without cause, and how often their intervals hold. */
export function comparisonCalibration({
  seeds,
  sizes = SIZES,
  dependence = DEPENDENCE,
}: {
  readonly seeds: number;
  readonly sizes?: readonly (readonly [a: number, b: number])[];
  readonly dependence?: readonly number[];
}): readonly ComparisonCalibration[] {
  return dependence.flatMap((rho) => sizes.map((size) => cellOf(rho, size, seeds)));
}

function cellOf(
  rho: number,
  [a, b]: readonly [a: number, b: number],
  seeds: number,
): ComparisonCalibration {
  let [falseAlarms, covered, refused] = [0, 0, 0];
  for (let seed = 0; seed < seeds; seed += 1) {
    const random = seededRandom(seed * 2 ** 20 + a * 1_000 + b + rho * 100);
    const [before, after] = [noise(a, rho, random), noise(b, rho, random)];
    // Ranks, and with them all but where the shift lies, are the same whatever the shift.
    const answer = compareSamples(
      before,
      after.map((value) => value + SHIFT),
    );
    if (answer.kind === 'insufficient-data') {
      refused += 1;
      continue;
    }
    if (answer.shift.low <= SHIFT && SHIFT <= answer.shift.high) covered += 1;
    const still = compareSamples(before, after);
    if (still.kind === 'comparison' && still.p < 0.05) falseAlarms += 1;
  }
  const answered = Math.max(1, seeds - refused);

  return {
    rho,
    a,
    b,
    seeds,
    falseAlarms: falseAlarms / answered,
    covered: covered / answered,
    refused: refused / seeds,
  };
}

/** Normal values of which each keeps a share of the one before; variance 1. */
function noise(count: number, rho: number, random: () => number): Float64Array {
  let value = normal(random);

  return new Float64Array(count).map(() => {
    value = rho * value + Math.sqrt(1 - rho * rho) * normal(random);

    return value;
  });
}

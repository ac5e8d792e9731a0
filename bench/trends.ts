import { pairwiseDifferences } from '../lib/core/stats/hodges-lehmann.ts';
import { normal, seededRandom } from '../lib/core/stats/seeded.ts';
import { interleaved, printed } from './interleaved.ts';
import { pairwiseHodgesLehmann } from './trends-peers.ts';

/** Hours of seven months. */
const VALUES = 5_000;
const ROUNDS = 9;
const WARM_UP = 3;
/** Compiled as in a job that analyses a thousand series, not as at its first. */
const CALLS_BEFORE = 100;
const SEED = 2026;
/** How many times faster than its peer it must be: a ratio of at most 0.05. */
const TIMES_FASTER = 20;

/**
 * The Hodges–Lehmann shift in n log n against the textbook version, which lists all pairs. Throws if
 * their answers differ: a fast wrong answer is worth nothing.
 */
export async function benchTrends(): Promise<string> {
  const random = seededRandom(SEED);
  const a = new Float64Array(VALUES).map(() => 800 + 80 * normal(random));
  const b = new Float64Array(VALUES).map(() => 840 + 80 * normal(random));
  const [answer, expected] = [medianDifference(a, b), pairwiseHodgesLehmann(a, b)];
  if (answer !== expected) {
    throw new Error(`Hodges–Lehmann answers ${answer}, its textbook version ${expected}`);
  }
  for (let call = 0; call < CALLS_BEFORE; call += 1) medianDifference(a, b);
  const comparison = await interleaved(
    [
      { name: 'ours, n log n', once: async () => timed(() => medianDifference(a, b)) },
      { name: 'textbook, all pairs', once: async () => timed(() => pairwiseHodgesLehmann(a, b)) },
    ],
    { rounds: ROUNDS, warmUp: WARM_UP },
  );
  const faster = `${(1 / comparison.ratio).toFixed(0)} times faster (target: ${TIMES_FASTER})`;

  return printed(
    `Hodges–Lehmann, ${VALUES} values, same answer (${answer.toPrecision(6)}): ${faster}`,
    comparison,
  );
}

function medianDifference(a: Float64Array, b: Float64Array): number {
  const differences = pairwiseDifferences(a, b);

  return differences.at((differences.count + 1) / 2);
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  work();

  return Promise.resolve(performance.now() - start);
}

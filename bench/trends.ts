import { hodgesLehmann } from '../lib/core/stats/hodges-lehmann.ts';
import { mannKendall } from '../lib/core/stats/kendall.ts';
import { normal, seededRandom } from '../lib/core/stats/seeded.ts';
import { theilSen } from '../lib/core/stats/theil-sen.ts';
import { interleaved, printed } from './interleaved.ts';
import { pairwiseHodgesLehmann, pairwiseKendall, pairwiseTheilSen } from './trends-peers.ts';

/** Hours of seven months. */
const VALUES = 5_000;
const ROUNDS = 9;
const WARM_UP = 3;
/** Compiled as in a job that analyses a thousand series, not as at its first. */
const CALLS_BEFORE = 100;
const SEED = 2026;
/** How many times faster than its peer each must be: a ratio of at most 0.05. */
const TIMES_FASTER = 20;

interface Estimator {
  readonly name: string;
  readonly ours: () => number;
  readonly textbook: () => number;
}

/** Estimates of all pairs in n log n, against the quadratic versions, with the same answers. */
export async function benchTrends(): Promise<string> {
  const texts: string[] = [];
  for (const estimator of estimators()) texts.push(await compared(estimator));

  return texts.join('\n');
}

function estimators(): readonly Estimator[] {
  const random = seededRandom(SEED);
  const times = new Float64Array(VALUES).map((_, at) => at);
  const a = times.map((time) => 800 + 0.01 * time + 80 * normal(random));
  const b = times.map(() => 840 + 80 * normal(random));

  return [
    {
      name: 'Mann–Kendall',
      ours: () => mannKendall({ times, values: a }).s,
      textbook: () => pairwiseKendall(a),
    },
    {
      name: 'Theil–Sen',
      ours: () => theilSen(times, a),
      textbook: () => pairwiseTheilSen(times, a),
    },
    {
      name: 'Hodges–Lehmann',
      ours: () => hodgesLehmann(a, b),
      textbook: () => pairwiseHodgesLehmann(a, b),
    },
  ];
}

/** Throws if the answers differ: a fast wrong answer is worth nothing. */
async function compared({ name, ours, textbook }: Estimator): Promise<string> {
  const [answer, expected] = [ours(), textbook()];
  if (answer !== expected) {
    throw new Error(`${name} answers ${answer}, its textbook version ${expected}`);
  }
  for (let call = 0; call < CALLS_BEFORE; call += 1) ours();
  const comparison = await interleaved(
    [
      { name: 'ours, n log n', once: async () => timed(ours) },
      { name: 'textbook, all pairs', once: async () => timed(textbook) },
    ],
    { rounds: ROUNDS, warmUp: WARM_UP },
  );
  const faster = `${(1 / comparison.ratio).toFixed(0)} times faster (target: ${TIMES_FASTER})`;

  return printed(
    `${name}, ${VALUES} values, same answer (${answer.toPrecision(6)}): ${faster}`,
    comparison,
  );
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  work();

  return Promise.resolve(performance.now() - start);
}

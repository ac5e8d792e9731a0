import type { MetricUnit } from '../../lib/core/rollup/metric.ts';

/** A way in which values are spread. */
export interface ValueGenerator {
  readonly name: string;
  readonly unit: MetricUnit;
  /** So many values, the same each time. */
  readonly values: (size: number) => readonly number[];
}

/** From the tiniest that is distinguished from 0 to beyond the range, with thin and heavy tails. */
export const GENERATORS: readonly ValueGenerator[] = [
  generator('uniform', 'ms', (u) => 100 + 900 * u),
  generator('normal-like', 'ms', (u, v) => 800 + 60 * gauss(u, v)),
  generator('log-normal', 'ms', (u, v) => 400 * Math.exp(0.8 * gauss(u, v))),
  generator('Pareto, tail index 1', 'ms', (u) => 5 / (1 - u)),
  generator('two levels', 'ms', (u) => (u < 0.9 ? 12.345 : 4_321.5)),
  generator('tiny', 'ms', (u) => 0.05 * u),
  generator('of whole microseconds', 'ms', (u) => Math.round(300 * u) / 1_000),
  generator('constant', 'ms', () => 123.456),
  generator('layout shifts', 'score', (u) => 0.3 * u * u),
  generator('transfers', 'bytes', (u) => Math.round(1_000 * Math.exp(9 * u))),
  generator('requests', 'count', (u) => Math.round(40 + 20 * u)),
];

function generator(
  name: string,
  unit: MetricUnit,
  make: (u: number, v: number) => number,
): ValueGenerator {
  return {
    name,
    unit,
    values: (size) => {
      const random = lehmer(1 + size);

      return Array.from({ length: size }, () => make(random(), random()));
    },
  };
}

/** Box–Muller, cut at three standard deviations. */
function gauss(u: number, v: number): number {
  const value = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);

  return Math.max(-3, Math.min(3, value));
}

/** Park and Miller's minimal standard generator. */
function lehmer(seed: number): () => number {
  let state = seed * 48_271;

  return () => {
    state = (state * 48_271) % 2_147_483_647;

    return state / 2_147_483_647;
  };
}

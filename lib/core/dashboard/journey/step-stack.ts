import type { PartsRollup } from '../../rollup/rollup.ts';
import { isRestPart } from '../../rollup/time-parts.ts';
import type { Grid, StepStack } from './journey-page.ts';
import { inBuckets } from './page-grid.ts';
import { roundNumber } from './quantile-bands.ts';
import type { RollupAt } from '../history/series-history.ts';

/** More layers cannot be distinguished by eye. */
const MAX_LAYERS = 12;

type Layer = StepStack['layers'][number];

/** The total time of one step in each bucket. */
interface StepSums {
  readonly step: string | null;
  readonly sums: Float64Array;
  /** True: steps that were too short to be stored by name. */
  readonly isRest: boolean;
}

/**
 * The mean time of the innermost steps in each bucket: first the steps with the most time, then the
 * steps beyond eleven as one layer, then the time outside of all steps. Null: there are no timed runs.
 */
export function stepStack(grid: Grid, parts: readonly RollupAt<PartsRollup>[]): StepStack | null {
  const buckets = inBuckets(grid, parts);
  const n = buckets.map((rollups) => rollups.reduce((sum, each) => sum + each.n, 0));
  if (n.every((runs) => runs === 0)) return null;
  const steps = sumsOf(buckets).toSorted((one, other) => total(other) - total(one));
  const named = steps.filter(({ step, isRest }) => step !== null && !isRest);
  const outside = steps.filter(({ step }) => step === null);
  const rest = steps.filter(({ isRest }) => isRest);
  const room = MAX_LAYERS - outside.length;
  const isTooMany = named.length + rest.length > room;
  const own = isTooMany || rest.length > 0 ? named.slice(0, room - 1) : named;
  const others = [...named.slice(own.length), ...rest];

  return {
    grid,
    n,
    layers: [...own, ...together(others, named.length - own.length), ...outside].map((each) =>
      layerOf(each, n),
    ),
  };
}

function sumsOf(buckets: readonly (readonly PartsRollup[])[]): readonly StepSums[] {
  const byStep = new Map<string | null | typeof REST, Float64Array>();
  for (const [index, rollups] of buckets.entries()) {
    for (const [step, ms] of rollups.flatMap((rollup) => [...stepTimes(rollup)])) {
      const sums = byStep.get(step) ?? new Float64Array(buckets.length);
      sums[index] = (sums[index] ?? 0) + ms;
      byStep.set(step, sums);
    }
  }

  return [...byStep].map(([step, sums]) =>
    step === REST ? { step: '', sums, isRest: true } : { step, sums, isRest: false },
  );
}

/** Steps that were too short to be stored by name. A symbol, because a name may be any text. */
const REST = Symbol('rest');

type StepTimes = ReadonlyMap<string | null | typeof REST, number>;

/** Step times by rollup. A rollup has up to a hundred parts, and never changes. */
const TIMES = new WeakMap<PartsRollup, StepTimes>();

function stepTimes(rollup: PartsRollup): StepTimes {
  const known = TIMES.get(rollup);
  if (known !== undefined) return known;
  const times = new Map<string | null | typeof REST, number>();
  for (const part of rollup.parts) {
    const step = isRestPart(part) ? REST : part.step;
    times.set(step, (times.get(step) ?? 0) + part.sumMs);
  }
  TIMES.set(rollup, times);

  return times;
}

/** One layer for several steps. Rollups do not have the number of the steps that they left out. */
function together(others: readonly StepSums[], count: number): readonly StepSums[] {
  const [first] = others;
  if (first === undefined) return [];
  const sums = first.sums.map((_, index) =>
    others.reduce((sum, each) => sum + (each.sums[index] ?? 0), 0),
  );
  const hasRest = others.some(({ isRest }) => isRest);
  const many = hasRest ? `${count} and more` : String(count);

  return [{ step: count === 0 ? 'other steps' : `other steps (${many})`, sums, isRest: false }];
}

function layerOf({ step, sums }: StepSums, n: readonly number[]): Layer {
  return {
    step,
    meanMs: n.map((runs, index) => (runs === 0 ? null : roundNumber((sums[index] ?? 0) / runs))),
  };
}

function total({ sums }: StepSums): number {
  return sums.reduce((sum, each) => sum + each, 0);
}

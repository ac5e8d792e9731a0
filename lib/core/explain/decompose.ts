import { stepOfMetric, unitOfMetric } from '../rollup/metric.ts';
import { isRestPart } from '../rollup/time-parts.ts';
import type { PartsRollup, TimePart } from '../rollup/rollup.ts';
import type { ExplainInput } from './explain-input.ts';
import type { Decomposition, Term, VitalPart } from './explanation.ts';
import { vitalParts } from './metrics-to-explain.ts';
import { type BeforeAfter, inSpans, type Timed, totalOf } from './span-rollups.ts';
import { sum } from '../stats/sums.ts';

/** The decomposition of a change of the mean time of a run, or of one of its steps. */
export interface RunDecomposition extends Decomposition {
  readonly terms: readonly (Term & { readonly part: TimePart })[];
}

/**
 * Takes the difference of two means apart: each part's time per run after, minus its time per run
 * before. The terms and `unaccountedMs` add up to the difference exactly, because means are linear;
 * medians would not. Of a step, the parts of that step (what ran in steps within it is
 * unaccounted); of a vital, its own parts. Null for a metric that is not a time, or a span without runs.
 */
export function decompose(input: ExplainInput): Decomposition | null {
  if (unitOfMetric(input.metric) !== 'ms') return null;
  if (input.metric === 'duration' || stepOfMetric(input.metric) !== null) {
    return decomposeRun(input);
  }

  return decomposeVital(input);
}

/** The change of the mean duration of a run or step: the reference for covariates. */
export function decomposeRun(input: ExplainInput): RunDecomposition | null {
  const { before, after } = inSpans(input.parts, input);
  const step = stepOfMetric(input.metric);
  const totals = totalsOf(input, step === null ? 'duration' : input.metric) ?? {
    before: partsTotal(before),
    after: partsTotal(after),
  };
  if (totals.before.n === 0 || totals.after.n === 0) return null;
  const sums = { before: partSums(before, step), after: partSums(after, step) };
  const parts = new Map([...sums.before, ...sums.after].map(([key, { part }]) => [key, part]));
  const terms = [...parts].map(([key, part]) =>
    termOf(part, {
      before: (sums.before.get(key)?.sumMs ?? 0) / totals.before.n,
      after: (sums.after.get(key)?.sumMs ?? 0) / totals.after.n,
    }),
  );

  return { ...assembled(terms, totals), steps: stepsOf(terms) };
}

interface Total {
  readonly n: number;
  readonly sum: number;
}

function decomposeVital(input: ExplainInput): Decomposition | null {
  const totals = totalsOf(input, input.metric);
  if (totals === null) return null;
  const terms = vitalParts(input.metric).flatMap((vital) => {
    const sums = totalsOf(input, vital);
    if (sums === null) return [];

    return [
      termOf<VitalPart>(
        { vital },
        { before: sums.before.sum / totals.before.n, after: sums.after.sum / totals.after.n },
      ),
    ];
  });

  return { ...assembled(terms, totals), steps: [] };
}

/** Null where the metric is not there, or not in both spans. */
function totalsOf(input: ExplainInput, metric: string): BeforeAfter<Total> | null {
  const rollups = Object.hasOwn(input.metrics, metric) ? input.metrics[metric] : undefined;
  const { before, after } = inSpans(rollups ?? [], input);
  const totals = { before: totalOf(before), after: totalOf(after) };

  return totals.before.n === 0 || totals.after.n === 0 ? null : totals;
}

function partsTotal(rollups: readonly Timed<PartsRollup>[]): Total {
  const n = sum(rollups.map(({ rollup }) => rollup.n));

  return { n, sum: sum(rollups.flatMap(({ rollup }) => rollup.parts.map(({ sumMs }) => sumMs))) };
}

interface PartSum {
  readonly part: TimePart;
  readonly sumMs: number;
}

/** By part; of one step, or of all (null). */
function partSums(
  rollups: readonly Timed<PartsRollup>[],
  only: string | null,
): ReadonlyMap<string, PartSum> {
  const sums = new Map<string, PartSum>();
  for (const { step, host, phase, sumMs } of rollups.flatMap(({ rollup }) => rollup.parts)) {
    if (isRestPart({ step, host, phase }) || (only !== null && step !== only)) continue;
    const key = JSON.stringify([step, host, phase]);
    const known = sums.get(key)?.sumMs ?? 0;
    sums.set(key, { part: { step, host, phase }, sumMs: known + sumMs });
  }

  return sums;
}

function termOf<P extends Term['part']>(
  part: P,
  { before, after }: BeforeAfter<number>,
): Term & { readonly part: P } {
  return { part, beforeMs: before, afterMs: after, changeMs: after - before };
}

function assembled<T extends Term>(
  terms: readonly T[],
  totals: BeforeAfter<Total>,
): Omit<Decomposition, 'terms' | 'steps'> & { readonly terms: readonly T[] } {
  const beforeMs = totals.before.sum / totals.before.n;
  const afterMs = totals.after.sum / totals.after.n;
  const changeMs = afterMs - beforeMs;

  return {
    beforeMs,
    afterMs,
    changeMs,
    terms: terms.toSorted(byChange),
    unaccountedMs: changeMs - sum(terms.map((term) => term.changeMs)),
    runs: { before: totals.before.n, after: totals.after.n },
  };
}

function stepsOf(terms: readonly (Term & { readonly part: TimePart })[]): Decomposition['steps'] {
  const sums = new Map<string | null, number>();
  for (const { part, changeMs } of terms) {
    sums.set(part.step, (sums.get(part.step) ?? 0) + changeMs);
  }

  return [...sums].map(([step, changeMs]) => ({ step, changeMs })).toSorted(byChange);
}

function byChange(a: { readonly changeMs: number }, b: { readonly changeMs: number }): number {
  return Math.abs(b.changeMs) - Math.abs(a.changeMs);
}

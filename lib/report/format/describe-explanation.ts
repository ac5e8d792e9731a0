import type { Decomposition, Explanation, Term } from '../../core/explain/explanation.ts';
import { formatCount } from './count.ts';
import { describePossibleCause } from './describe-possible-cause.ts';
import { formatDifference, formatMetricInterval } from './metric.ts';
import { withMinus } from './number.ts';
import { inScale } from './scale.ts';

const MAX_TERMS = 6;
/** Smaller terms than this share of the change are put together. */
const MIN_SHARE = 0.04;

/** How many causes are shown. */
export const MAX_CAUSES = 4;

/** Shown where the measuring machine explains a change. */
export const MACHINE_TEXT =
  'the measuring machine explains this change; the target need not have changed';

/** Names of the two sides of a change, printed after their numbers of runs. */
export interface SideNames {
  readonly before: string;
  readonly after: string;
}

/** A row of the list of terms. `ms` is rounded so that the rows add up as printed. */
export interface TermRow {
  readonly name: string;
  readonly ms: number;
  readonly tenths: number;
}

/** `+23.2 ms per run on average (from 205 to 229 ms; 4,012 runs before, 3,987 runs after), most of it …`. */
export function describeDecomposition(decomposition: Decomposition, sides: SideNames): string {
  const { beforeMs, afterMs, changeMs, runs } = decomposition;

  return `${formatDifference(changeMs, 'ms')} per run on average (from ${formatMetricInterval(beforeMs, afterMs, 'ms')}; ${formatCount(runs.before, 'run')} ${sides.before}, ${formatCount(runs.after, 'run')} ${sides.after})${mainStep(decomposition)}`;
}

/** The step that carries most of the change, where one does. */
function mainStep({ steps, changeMs }: Decomposition): string {
  const [first] = steps;
  const isMost = first !== undefined && first.changeMs / changeMs > 0.5;
  if (!isMost || first.step === null) return '';

  return `, most of it in step "${first.step}": ${formatDifference(first.changeMs, 'ms')}`;
}

/** The largest terms, all smaller ones together, and the unaccounted rest. */
export function termRows(decomposition: Decomposition): readonly TermRow[] {
  const { terms, changeMs, unaccountedMs } = decomposition;
  const sorted = terms.toSorted((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs));
  const least = Math.abs(changeMs) * MIN_SHARE;
  const shown = sorted
    .slice(0, MAX_TERMS)
    .filter((term, index) => index === 0 || Math.abs(term.changeMs) >= least);
  const rest = sorted.slice(shown.length);
  const restMs = rest.reduce((sum, term) => sum + term.changeMs, 0);
  const rows = [
    ...shown.map((term) => ({ name: partName(term.part), ms: term.changeMs })),
    ...(rest.length === 0 ? [] : [{ name: formatCount(rest.length, 'smaller part'), ms: restMs }]),
    { name: 'unaccounted', ms: unaccountedMs },
  ];
  const tenths = roundedToSum(rows.map(({ ms }) => ms * 10));

  return rows.map((row, index) => ({ ...row, tenths: tenths[index] ?? 0 }));
}

/**
 * Whole numbers that add up to the rounded sum: those with the largest remainders are rounded up
 * (Hare–Niemeyer), so that the printed rows add up.
 */
export function roundedToSum(values: readonly number[]): readonly number[] {
  const floors = values.map(Math.floor);
  const sum = values.reduce((total, value) => total + value, 0);
  const missing = Math.round(sum) - floors.reduce((total, value) => total + value, 0);
  const byRemainder = values
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder)
    .slice(0, missing)
    .map(({ index }) => index);

  return floors.map((value, index) => value + (byRemainder.includes(index) ? 1 : 0));
}

/** A part of a run's time: `pay › wait shop.example.com`, `outside steps › own time`. */
function partName(part: Term['part']): string {
  if ('vital' in part) return part.vital.replace(':', ' › ');
  const step = part.step ?? 'outside steps';
  const phase = part.phase === 'own' ? 'own time' : part.phase;

  return part.host === null ? `${step} › ${phase}` : `${step} › ${phase} ${part.host}`;
}

/** An amount of a list, all in one unit, so that they can be added up. */
export function amountOf(tenths: number): string {
  const amount = withMinus(tenths / 10, (ms) => inScale(ms, { unit: 'ms', divisor: 1, digits: 1 }));

  return tenths > 0 ? `+${amount}` : amount;
}

/** Which regions changed alike. */
export function describeRegions({ sharing, others }: NonNullable<Explanation['regions']>): string {
  return others.length === 0
    ? `all regions changed alike: ${sharing.join(', ')}`
    : `changed alike: ${sharing.join(', ')}; unchanged: ${others.join(', ')}`;
}

/** Why, in short: the step that carries most, the best cause, the machine. */
export function describeReasons({
  decomposition,
  causes,
  instrument,
}: Explanation): readonly string[] {
  const [step] = decomposition?.steps ?? [];
  const [cause] = causes;
  const carried =
    decomposition === null || step === undefined
      ? []
      : [
          `${step.step === null ? 'time outside any step' : `step ${step.step}`} carries ${formatDifference(step.changeMs, 'ms')} of ${formatDifference(decomposition.changeMs, 'ms')} on average`,
        ];

  return [
    ...carried,
    ...(cause === undefined ? [] : [describePossibleCause(cause)]),
    ...(instrument ? [MACHINE_TEXT] : []),
  ];
}

import type { ExplainInput } from './explain-input.ts';
import {
  aroundSpans,
  type BeforeAfter,
  inSpans,
  SPAN_MS,
  type Timed,
  totalOf,
} from './span-rollups.ts';
import type { MetricRollup } from '../rollup/rollup.ts';

/** A covariate that is a number, such as bytes, whose mean moved. */
export interface Shift {
  readonly metric: string;
  /** Means of either span, in the metric's unit. */
  readonly before: number;
  readonly after: number;
  /** After over before, minus 1. */
  readonly relative: number;
  /** Start of the hour or day that parts the two levels best; milliseconds since 1970. */
  readonly atMs: number;
}

/** A smaller move explains nothing. */
const MIN_RELATIVE = 0.05;
/** Standard errors of daily means: far beyond chance, because many covariates are tested. */
const MIN_T = 5;
/** With fewer days on a side, hours are compared; they are autocorrelated, so the limit is higher. */
const MIN_DAYS = 3;
const MIN_HOURLY_T = 8;
const MIN_APART = 8;

/** The covariate's move between the spans; null: none that chance could not have made. */
export function shiftOf(metric: string, input: ExplainInput): Shift | null {
  const rollups = (Object.hasOwn(input.metrics, metric) ? input.metrics[metric] : undefined) ?? [];
  const spans = inSpans(rollups, input);
  const totals = { before: totalOf(spans.before), after: totalOf(spans.after) };
  if (totals.before.n === 0 || totals.after.n === 0) return null;
  const before = totals.before.sum / totals.before.n;
  const after = totals.after.sum / totals.after.n;
  const relative = after / before - 1;
  // Not a number, too: where both are 0.
  if (!(Math.abs(relative) >= MIN_RELATIVE) || !isBeyondChance(spans)) return null;

  return { metric, before, after, relative, atMs: momentOf(aroundSpans(rollups, input)) };
}

/**
 * Welch's t on the means of days, whose dependence is weak; of hours where there are few days. Where
 * a side is a single rollup, as in a comparison of runs: all values lie beyond all of the other
 * side's, which of eight and eight happens by chance once in 6,435 times.
 */
function isBeyondChance(spans: BeforeAfter<readonly Timed<MetricRollup>[]>): boolean {
  const { before, after } = spans;
  if (Math.min(before.length, after.length) === 1) return areApart(before, after);
  const days = { before: blockMeans(spans.before), after: blockMeans(spans.after) };
  if (Math.min(days.before.length, days.after.length) >= MIN_DAYS) return tOf(days) >= MIN_T;
  const hours = { before: spans.before.map(meanOf), after: spans.after.map(meanOf) };

  return tOf(hours) >= MIN_HOURLY_T;
}

function areApart(
  before: readonly Timed<MetricRollup>[],
  after: readonly Timed<MetricRollup>[],
): boolean {
  const [one, other] = [rangeOf(before), rangeOf(after)];
  if (Math.min(one.n, other.n) < MIN_APART) return false;

  return one.max < other.min || other.max < one.min;
}

function rangeOf(rollups: readonly Timed<MetricRollup>[]): {
  readonly n: number;
  readonly min: number;
  readonly max: number;
} {
  return {
    n: totalOf(rollups).n,
    min: Math.min(...rollups.map(({ rollup }) => rollup.min ?? Infinity)),
    max: Math.max(...rollups.map(({ rollup }) => rollup.max ?? -Infinity)),
  };
}

function blockMeans(rollups: readonly Timed<MetricRollup>[]): readonly number[] {
  const days = new Map<number, Timed<MetricRollup>[]>();
  for (const each of rollups) {
    const day = Math.floor(each.startMs / SPAN_MS.day);
    const known = days.get(day);
    if (known === undefined) days.set(day, [each]);
    else known.push(each);
  }

  return [...days.values()]
    .map(totalOf)
    .filter(({ n }) => n > 0)
    .map(({ n, sum }) => sum / n);
}

function meanOf({ rollup }: Timed<MetricRollup>): number {
  return rollup.n === 0 ? 0 : rollup.sum / rollup.n;
}

function tOf({ before, after }: BeforeAfter<readonly number[]>): number {
  if (before.length < 2 || after.length < 2) return 0;
  const gap = Math.abs(mean(after) - mean(before));
  const error = Math.sqrt(variance(before) / before.length + variance(after) / after.length);

  return error === 0 ? (gap === 0 ? 0 : Number.POSITIVE_INFINITY) : gap / error;
}

/** Least squares of two levels: the boundary with the greatest sum of squares between them. */
function momentOf(around: readonly Timed<MetricRollup>[]): number {
  const there = around.filter(({ rollup }) => rollup.n > 0);
  const total = totalOf(there);
  let atMs = there[0]?.startMs ?? 0;
  let best = 0;
  let left = { n: 0, sum: 0 };
  for (const { startMs, rollup } of there) {
    const right = { n: total.n - left.n, sum: total.sum - left.sum };
    const between =
      left.n === 0 || right.n === 0
        ? 0
        : (left.n * right.n * (left.sum / left.n - right.sum / right.n) ** 2) / total.n;
    if (between > best) {
      best = between;
      atMs = startMs;
    }
    left = { n: left.n + rollup.n, sum: left.sum + rollup.sum };
  }

  return atMs;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);

  return values.reduce((total, value) => total + (value - middle) ** 2, 0) / (values.length - 1);
}

import type { Dated, MetricRollup, Rollup, RollupRange, RollupSpan } from '../rollup/rollup.ts';
import type { ExplainInput } from './explain-input.ts';
import { HOUR_MS } from '../base/time.ts';

/** How long a rollup's time is. */
export const SPAN_MS: Readonly<Record<RollupSpan, number>> = { hour: HOUR_MS, day: 24 * HOUR_MS };

/** The same of the time before and the time after. */
export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** A rollup and the instant at which it begins, in milliseconds since 1970. */
export interface Timed<R extends Rollup> {
  readonly startMs: number;
  readonly rollup: R;
}

/** Those that lie wholly within a span, oldest first. */
export function within<R extends Rollup>(
  rollups: readonly Dated<R>[],
  span: RollupRange,
  rollupsOf: RollupSpan,
): readonly Timed<R>[] {
  const sinceMs = Date.parse(span.since);
  const untilMs = Date.parse(span.until);

  return rollups
    .map(({ startsAt, rollup }) => ({ startMs: Date.parse(startsAt), rollup }))
    .filter(({ startMs }) => startMs >= sinceMs && startMs + SPAN_MS[rollupsOf] <= untilMs)
    .toSorted((a, b) => a.startMs - b.startMs);
}

/** Those of either span. */
export function inSpans<R extends Rollup>(
  rollups: readonly Dated<R>[],
  { spans, rollupsOf }: Pick<ExplainInput, 'spans' | 'rollupsOf'>,
): BeforeAfter<readonly Timed<R>[]> {
  return {
    before: within(rollups, spans.before, rollupsOf),
    after: within(rollups, spans.after, rollupsOf),
  };
}

/** Those from the beginning of the first span to the end of the second, with those between. */
export function aroundSpans<R extends Rollup>(
  rollups: readonly Dated<R>[],
  { spans, rollupsOf }: Pick<ExplainInput, 'spans' | 'rollupsOf'>,
): readonly Timed<R>[] {
  const instants = [spans.before, spans.after].flatMap(({ since, until }) => [since, until]);
  const sorted = instants.toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const span = { since: sorted[0] ?? '', until: sorted.at(-1) ?? '' };

  return within(rollups, span, rollupsOf);
}

/** All values of several rollups of one metric: how many, and their sum. */
export function totalOf(rollups: readonly Timed<MetricRollup>[]): {
  readonly n: number;
  readonly sum: number;
} {
  return rollups.reduce(
    (total, { rollup }) => ({ n: total.n + rollup.n, sum: total.sum + rollup.sum }),
    { n: 0, sum: 0 },
  );
}

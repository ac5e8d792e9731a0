import type { Grid } from './journey-page.ts';
import type { PageRange } from '../page-frame.ts';
import type { RollupAt } from '../history/series-history.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';

/** The requirements of a grid. */
export interface GridNeeds {
  readonly range: PageRange;
  readonly maxBuckets: number;
  /** Milliseconds. */
  readonly minStepMs: number;
  /** Values in an hour; 0: there are none. */
  readonly perHour: number;
  /** Values that a bucket needs. */
  readonly wanted: number;
}

/** The last two are for years on a printed page. */
const LENGTHS_MS: readonly number[] = [
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  28 * DAY_MS,
  91 * DAY_MS,
];
/** Fewer buckets do not show a development. */
const MIN_BUCKETS = 8;
/** Failed runs have no duration: a bucket needs this many times the wanted values. */
const RESERVE = 1.1;
/** 1970 began on a Thursday: weeks begin on Mondays. */
const MONDAY_MS = 4 * DAY_MS;

/**
 * Buckets of one length, aligned to UTC (weeks to Mondays): 1, 3, 6 or 12 hours, a day, or 1, 4 or 13
 * weeks. It is the shortest length with at most `maxBuckets` buckets of enough values each. When that
 * leaves fewer than eight buckets, shorter ones are used: a single day is shown by hours, whose p95
 * has too few values.
 */
export function gridOf({ range, maxBuckets, minStepMs, perHour, wanted }: GridNeeds): Grid {
  const possible = LENGTHS_MS.filter((stepMs) => stepMs >= minStepMs)
    .map((stepMs) => gridOfLength(range, stepMs))
    .filter(({ length, stepMs }) => length <= maxBuckets || stepMs === LENGTHS_MS.at(-1));
  const [shortest = gridOfLength(range, DAY_MS), ...longer] = possible;
  function isEnough({ stepMs }: Grid): boolean {
    return (stepMs / HOUR_MS) * perHour >= wanted * RESERVE;
  }

  if (perHour === 0 || isEnough(shortest)) return shortest;
  const roomy = longer.filter(({ length }) => length >= MIN_BUCKETS);

  return roomy.find(isEnough) ?? roomy.at(-1) ?? shortest;
}

function gridOfLength({ fromMs, toMs }: PageRange, stepMs: number): Grid {
  const originMs = stepMs > DAY_MS ? MONDAY_MS : 0;
  const startMs = Math.floor((fromMs - originMs) / stepMs) * stepMs + originMs;
  const length = Math.max(1, Math.ceil((toMs - startMs) / stepMs));
  const endMs = toMs > fromMs ? toMs : startMs + length * stepMs;

  return { startMs, stepMs, length, fromMs, toMs: endMs };
}

/** The time of a bucket. The first and the last one are cut at the ends of the range. */
export function bucketSpan({ startMs, stepMs, fromMs, toMs }: Grid, index: number): PageRange {
  const beginMs = startMs + index * stepMs;

  return { fromMs: Math.max(fromMs, beginMs), toMs: Math.min(toMs, beginMs + stepMs) };
}

/** The instant at which a bucket's value is drawn: the middle of its time. */
export function bucketMiddle(grid: Grid, index: number): number {
  const { fromMs, toMs } = bucketSpan(grid, index);

  return (fromMs + toMs) / 2;
}

/** The rollups in each bucket of a grid. */
export function inBuckets<R>(
  { startMs, stepMs, length }: Pick<Grid, 'startMs' | 'stepMs' | 'length'>,
  rollups: readonly RollupAt<R>[],
): readonly (readonly R[])[] {
  const buckets = Array.from({ length }, (): R[] => []);
  for (const each of rollups) {
    buckets[Math.floor((each.startMs - startMs) / stepMs)]?.push(each.rollup);
  }

  return buckets;
}

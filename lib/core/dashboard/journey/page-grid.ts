import type { Grid } from './journey-page.ts';
import type { PageRange } from '../page-frame.ts';
import type { Placed } from '../history/series-history.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';

/** What a grid has to hold. */
export interface GridNeeds {
  readonly range: PageRange;
  /** At most so many buckets. */
  readonly most: number;
  /** No bucket is shorter, in milliseconds. */
  readonly leastMs: number;
  /** Values of an hour; 0 where there are none. */
  readonly perHour: number;
  /** How many values a bucket ought to have. */
  readonly wanted: number;
}

/** The last are of years on a page that is printed. */
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
/** Fewer are no course of time. */
const FEWEST = 8;
/** Runs that fail have no time: so much more than is wanted. */
const RESERVE = 1.1;
/** 1970 began on a Thursday: weeks begin on Mondays. */
const MONDAY_MS = 4 * DAY_MS;

/**
 * Buckets of time of one length, aligned to UTC (weeks to Mondays): of 1, 3, 6 or 12 hours, a day, a
 * week, four or thirteen. The shortest of which there are no more than may be, and in which, by the density of
 * runs that there is, as many values lie as are wanted; but no longer one than leaves eight
 * buckets: of a single day, hours are shown, whose p95 nobody knows.
 */
export function gridOf({ range, most, leastMs, perHour, wanted }: GridNeeds): Grid {
  const possible = LENGTHS_MS.filter((stepMs) => stepMs >= leastMs)
    .map((stepMs) => gridOfLength(range, stepMs))
    .filter(({ length, stepMs }) => length <= most || stepMs === LENGTHS_MS.at(-1));
  const [shortest = gridOfLength(range, DAY_MS), ...longer] = possible;
  function isEnough({ stepMs }: Grid): boolean {
    return (stepMs / HOUR_MS) * perHour >= wanted * RESERVE;
  }

  if (perHour === 0 || isEnough(shortest)) return shortest;
  const roomy = longer.filter(({ length }) => length >= FEWEST);

  return roomy.find(isEnough) ?? roomy.at(-1) ?? shortest;
}

function gridOfLength({ fromMs, toMs }: PageRange, stepMs: number): Grid {
  const originMs = stepMs > DAY_MS ? MONDAY_MS : 0;
  const startMs = Math.floor((fromMs - originMs) / stepMs) * stepMs + originMs;
  const length = Math.max(1, Math.ceil((toMs - startMs) / stepMs));
  const endMs = toMs > fromMs ? toMs : startMs + length * stepMs;

  return { startMs, stepMs, length, fromMs, toMs: endMs };
}

/** The time that a bucket holds: of the first and the last, the part that lies in the range. */
export function bucketSpan({ startMs, stepMs, fromMs, toMs }: Grid, index: number): PageRange {
  const beginMs = startMs + index * stepMs;

  return { fromMs: Math.max(fromMs, beginMs), toMs: Math.min(toMs, beginMs + stepMs) };
}

/** Where a bucket's value is drawn: in the middle of the time that it holds. */
export function bucketMiddle(grid: Grid, index: number): number {
  const { fromMs, toMs } = bucketSpan(grid, index);

  return (fromMs + toMs) / 2;
}

/** What lies in each bucket of a grid. */
export function inBuckets<R>(
  { startMs, stepMs, length }: Pick<Grid, 'startMs' | 'stepMs' | 'length'>,
  placed: readonly Placed<R>[],
): readonly (readonly R[])[] {
  const buckets = Array.from({ length }, (): R[] => []);
  for (const each of placed) {
    buckets[Math.floor((each.startMs - startMs) / stepMs)]?.push(each.rollup);
  }

  return buckets;
}

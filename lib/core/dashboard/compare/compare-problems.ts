import type { ComparedSeries, Side, Sides } from '../../compare/compared-runs.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import type { ComparedSide, CompareProblem } from './compare-page.ts';
import {
  MAX_COMPARED_RUNS,
  MAX_READ_RUNS,
  type ReadSide,
  type ThinnedRegion,
} from './compare-side.ts';
import { DAY_MS } from '../../base/time.ts';

/** How long single runs are stored. */
export interface RunRetention {
  readonly nowMs: number;
  readonly runsMs: number;
}

const SIDES = ['a', 'b'] as const;
/** The first run of a complete range may begin this long after the range. */
const SLACK_MS = DAY_MS;

/** Why two sides cannot be compared, whatever their runs are. */
export function rangeProblems({ a, b }: Sides<ComparedSide>): readonly CompareProblem[] {
  const empty = SIDES.filter((side) => isEmpty({ a, b }[side]));
  if (empty.length > 0) return empty.map((side) => ({ code: 'empty-range', side }));
  if (a.kind !== 'range' || b.kind !== 'range') return [];
  const overlap = a.range.fromMs < b.range.toMs && b.range.fromMs < a.range.toMs;

  return overlap ? [{ code: 'overlap' }] : [];
}

/** What a comparison lacks. */
export function comparedProblems(
  read: Sides<ReadSide>,
  series: readonly ComparedSeries[],
  retention: RunRetention,
): readonly CompareProblem[] {
  const unknown = SIDES.flatMap((side) => unknownRun(side, read[side]));
  // With an unknown run, the other side is not read.
  if (unknown.length > 0) return unknown;

  return [
    ...SIDES.flatMap((side) => sideProblems(side, read[side], retention)),
    ...series.flatMap((each) => SIDES.flatMap((side) => seriesProblems(side, each, read[side]))),
  ];
}

/** Reports regions in which not all runs are compared. */
export function thinnedProblems(
  thinned: Sides<readonly ThinnedRegion[]>,
): readonly CompareProblem[] {
  return SIDES.flatMap((side) => {
    const regions = thinned[side];

    return regions.length === 0
      ? []
      : [{ code: 'sampled', side, maxRuns: MAX_COMPARED_RUNS, regions }];
  });
}

function isEmpty(side: ComparedSide): boolean {
  return side.kind === 'range' && !(side.range.fromMs < side.range.toMs);
}

function unknownRun(side: Side, { asked, runs }: ReadSide): readonly CompareProblem[] {
  if (asked.kind === 'range' || runs.length > 0) return [];

  return [{ code: 'unknown-run', side, runId: asked.runId }];
}

function sideProblems(
  side: Side,
  read: ReadSide,
  retention: RunRetention,
): readonly CompareProblem[] {
  const expired = expiredProblem(side, read, retention);
  if (read.runs.length === 0) return [{ code: 'no-runs', side }, ...expired];

  return [
    ...expired,
    ...read.cut.map((cut) => ({ code: 'cut', side, maxRuns: MAX_READ_RUNS, ...cut }) as const),
  ];
}

/** Single runs have expired; their percentiles are stored longer. */
function expiredProblem(
  side: Side,
  { asked, runs, cut }: ReadSide,
  { nowMs, runsMs }: RunRetention,
): readonly CompareProblem[] {
  const storedFromMs = nowMs - runsMs;
  if (asked.kind !== 'range' || asked.range.fromMs >= storedFromMs || cut.length > 0) return [];
  const [first] = runs.map(({ runId }) => instantOfRunId(runId)).toSorted();
  // A store may have runs that have expired.
  const isThere = first !== undefined && Date.parse(first) < asked.range.fromMs + SLACK_MS;

  return isThere
    ? []
    : [{ code: 'expired', side, storedFromMs, storedDays: Math.round(runsMs / DAY_MS) }];
}

function seriesProblems(
  side: Side,
  { region, runs }: ComparedSeries,
  { runs: read }: ReadSide,
): readonly CompareProblem[] {
  const own = runs[side];
  // A side without any run is reported above.
  if (own.timed > 0 || read.length === 0) return [];
  if (own.runs === 0) return [{ code: 'no-runs-in-region', side, region }];

  return [{ code: 'no-passed-runs', side, region, hasUnhealthy: own.outcomes.passed > 0 }];
}

import type { ComparedSeries, Side, Sides } from '../../compare/compared-runs.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import type { ComparedSide } from './compare-page.ts';
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
const MINUTE_CHARACTERS = 16;
/** The first run of a complete range may begin this long after the range. */
const SLACK_MS = DAY_MS;

/** Why two sides cannot be compared, whatever their runs are. */
export function rangeProblems({ a, b }: Sides<ComparedSide>): readonly string[] {
  const empty = SIDES.filter((side) => isEmpty({ a, b }[side]));
  if (empty.length > 0) {
    return empty.map(
      (side) => `The end of ${nameOf(side)} is not after its start: choose a later end`,
    );
  }
  if (a.kind !== 'range' || b.kind !== 'range') return [];
  const overlap = a.range.fromMs < b.range.toMs && b.range.fromMs < a.range.toMs;

  return overlap ? ['A and B overlap: choose separate ranges'] : [];
}

/** What a comparison lacks. */
export function comparedProblems(
  read: Sides<ReadSide>,
  series: readonly ComparedSeries[],
  retention: RunRetention,
): readonly string[] {
  const unknown = SIDES.flatMap((side) => unknownRun(side, read[side]));
  // With an unknown run, the other side is not read.
  if (unknown.length > 0) return unknown;

  return [
    ...SIDES.flatMap((side) => sideProblems(side, read[side], retention)),
    ...series.flatMap((each) => SIDES.flatMap((side) => seriesProblems(side, each, read[side]))),
  ];
}

/** Reports regions in which not all runs are compared. */
export function thinnedProblems(thinned: Sides<readonly ThinnedRegion[]>): readonly string[] {
  return SIDES.flatMap((side) => {
    if (thinned[side].length === 0) return [];
    const regions = thinned[side].map(({ region, runs }) => `${runs} in ${region}`).join(', ');

    return [
      `${nameOf(side)} has too many runs to compare all: ${MAX_COMPARED_RUNS} per region, evenly spread over the range, of ${regions}`,
    ];
  });
}

function isEmpty(side: ComparedSide): boolean {
  return side.kind === 'range' && !(side.range.fromMs < side.range.toMs);
}

function unknownRun(side: Side, { asked, runs }: ReadSide): readonly string[] {
  if (asked.kind === 'range' || runs.length > 0) return [];

  return [`${nameOf(side)}, run "${asked.runId}", is not stored in any region`];
}

function sideProblems(side: Side, read: ReadSide, retention: RunRetention): readonly string[] {
  const { runs, cut } = read;
  const name = nameOf(side);
  const gone = goneProblem(side, read, retention);
  if (runs.length === 0) return [`${name} has no runs`, ...gone];

  return [
    ...gone,
    ...cut.map(
      ({ region, fromMs }) =>
        `${name} has more than ${MAX_READ_RUNS} runs in ${region}: only the newest ${MAX_READ_RUNS}, since ${instantWords(fromMs)}, are used`,
    ),
  ];
}

/** Single runs have expired; their percentiles are stored longer. */
function goneProblem(
  side: Side,
  { asked, runs, cut }: ReadSide,
  { nowMs, runsMs }: RunRetention,
): readonly string[] {
  const storedFromMs = nowMs - runsMs;
  if (asked.kind !== 'range' || asked.range.fromMs >= storedFromMs || cut.length > 0) return [];
  const [first] = runs.map(({ runId }) => instantOfRunId(runId)).toSorted();
  // A store may have runs that have expired.
  const isThere = first !== undefined && Date.parse(first) < asked.range.fromMs + SLACK_MS;
  if (isThere) return [];
  const days = Math.round(runsMs / DAY_MS);

  return [
    `${nameOf(side)} begins before ${instantWords(storedFromMs)}: single runs are stored for ${days} days; the journey's page has older percentiles`,
  ];
}

function seriesProblems(
  side: Side,
  { region, runs }: ComparedSeries,
  { runs: read }: ReadSide,
): readonly string[] {
  const own = runs[side];
  // A side without any run is reported above.
  if (own.timed > 0 || read.length === 0) return [];
  const name = nameOf(side);
  if (own.runs === 0) return [`${name} has no runs in ${region}: nothing to compare there`];
  const machine = own.outcomes.passed > 0 ? ' on a healthy machine' : '';

  return [`${name} has no passed run${machine} in ${region}: nothing to compare there`];
}

function nameOf(side: Side): string {
  return side.toUpperCase();
}

function instantWords(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, MINUTE_CHARACTERS).replace('T', ' ')} UTC`;
}

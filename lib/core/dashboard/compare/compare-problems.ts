import type { ComparedSeries, Side, Sides } from '../../compare/compared-runs.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import type { ComparedSide } from './compare-page.ts';
import { MAX_COMPARED, MAX_RUNS, type ReadSide, type ThinnedRegion } from './compare-side.ts';
import { DAY_MS } from '../../base/time.ts';

/** How far back single runs reach. */
export interface KeptRuns {
  readonly nowMs: number;
  readonly keptMs: number;
}

const SIDES = ['a', 'b'] as const;
const MINUTE_CHARACTERS = 16;
/** Runs begin some minutes after a range does, without any missing. */
const SLACK_MS = DAY_MS;

/** Why ranges cannot be compared, whatever runs there are in them. */
export function rangeProblems({ a, b }: Sides<ComparedSide>): readonly string[] {
  const empty = SIDES.filter((side) => isEmpty({ a, b }[side]));
  if (empty.length > 0) {
    return empty.map((side) => `${nameOf(side)} ends before it begins: choose a later end`);
  }
  if (a.kind !== 'range' || b.kind !== 'range') return [];
  const overlap = a.range.fromMs < b.range.toMs && b.range.fromMs < a.range.toMs;

  return overlap ? ['A and B overlap: choose ranges that do not share any time'] : [];
}

/** What a reader has to know of a comparison: what it lacks, and where it ends. */
export function comparedProblems(
  read: Sides<ReadSide>,
  series: readonly ComparedSeries[],
  kept: KeptRuns,
): readonly string[] {
  const unknown = SIDES.flatMap((side) => unknownRun(side, read[side]));
  // Beside a run that nobody knows nothing was read.
  if (unknown.length > 0) return unknown;

  return [
    ...SIDES.flatMap((side) => sideProblems(side, read[side], kept)),
    ...series.flatMap((each) => SIDES.flatMap((side) => seriesProblems(side, each, read[side]))),
  ];
}

/** That not all runs were compared, though all were read. */
export function thinnedProblems(thinned: Sides<readonly ThinnedRegion[]>): readonly string[] {
  return SIDES.flatMap((side) => {
    if (thinned[side].length === 0) return [];
    const regions = thinned[side].map(({ region, runs }) => `${runs} in ${region}`).join(', ');

    return [
      `Of ${nameOf(side)}'s runs ${MAX_COMPARED} a region are compared, evenly spread over the time: of ${regions}`,
    ];
  });
}

function isEmpty(side: ComparedSide): boolean {
  return side.kind === 'range' && !(side.range.fromMs < side.range.toMs);
}

function unknownRun(side: Side, { asked, runs }: ReadSide): readonly string[] {
  if (asked.kind === 'range' || runs.length > 0) return [];

  return [`${nameOf(side)}, run "${asked.runId}", is not kept in any region`];
}

function sideProblems(side: Side, read: ReadSide, kept: KeptRuns): readonly string[] {
  const { runs, cut } = read;
  const name = nameOf(side);
  const gone = goneProblem(side, read, kept);
  if (runs.length === 0) return [`${name} has no runs`, ...gone];

  return [
    ...gone,
    ...cut.map(
      ({ region, fromMs }) =>
        `${name} has more than ${MAX_RUNS} runs in ${region}: only the newest ${MAX_RUNS} are looked at, those from ${instantWords(fromMs)} on`,
    ),
  ];
}

/** What is old is no longer kept as single runs, though its percentiles are. */
function goneProblem(
  side: Side,
  { asked, runs, cut }: ReadSide,
  { nowMs, keptMs }: KeptRuns,
): readonly string[] {
  const keptFromMs = nowMs - keptMs;
  if (asked.kind !== 'range' || asked.range.fromMs >= keptFromMs || cut.length > 0) return [];
  const [first] = runs.map(({ runId }) => instantOfRunId(runId)).toSorted();
  // A store may keep runs for longer than it has to.
  const isThere = first !== undefined && Date.parse(first) < asked.range.fromMs + SLACK_MS;
  if (isThere) return [];
  const days = Math.round(keptMs / DAY_MS);

  return [
    `${nameOf(side)} begins before ${instantWords(keptFromMs)}: single runs are kept for ${days} days, older ones only as the percentiles on the journey's page`,
  ];
}

function seriesProblems(
  side: Side,
  { region, runs }: ComparedSeries,
  { runs: read }: ReadSide,
): readonly string[] {
  const own = runs[side];
  // Of a side without any run all is said.
  if (own.timed > 0 || read.length === 0) return [];
  const name = nameOf(side);
  if (own.runs === 0) return [`${name} has no runs in ${region}: nothing to compare there`];
  const machine = own.outcomes.passed > 0 ? ' on a machine that was in order' : '';

  return [`${name} has no passed run${machine} in ${region}: nothing to compare there`];
}

function nameOf(side: Side): string {
  return side.toUpperCase();
}

function instantWords(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, MINUTE_CHARACTERS).replace('T', ' ')} UTC`;
}

import { compareRuns, type ComparedRecords } from '../../compare/compare-runs.ts';
import type { ComparedSeries, Sides } from '../../compare/compared-runs.ts';
import { explainDifference } from '../../compare/explain-difference.ts';
import { pairRecords, sharedRunsProblem } from '../../compare/pair-records.ts';
import { isTimed } from '../../record/timing-values.ts';
import type { ComparedSide, ComparePage } from './compare-page.ts';
import {
  comparedProblems,
  type RunRetention,
  rangeProblems,
  thinnedProblems,
} from './compare-problems.ts';
import { type ReadSide, readSide, thinnedRuns } from './compare-side.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import { frameOf, stagesBanner } from '../project-frame.ts';
import type { ComparePageRequest } from '../pages.ts';

/**
 * Compares two ranges or runs of a journey in each region, as `waywiser compare` does. `problems` has
 * what cannot be compared. Null: there is no such journey.
 */
export async function readCompare(
  request: ComparePageRequest,
  project: DashboardProject,
  ports: DashboardPorts,
): Promise<ComparePage | null> {
  const { journey, sides } = request;
  const series = await ports.store.listSeries();
  const names = [...project.plans.map(({ name }) => name), ...series.map((each) => each.journey)];
  const journeys = [...new Set(names)].toSorted();
  const page = { kind: 'compare', ...frameOf(project, ports), journeys, journey, sides } as const;
  if (journey === null) return { ...page, series: [], problems: [] };
  if (!journeys.includes(journey)) return null;
  const problems = rangeProblems(sides);
  if (problems.length > 0) return { ...page, series: [], problems };
  const regions = series.filter((each) => each.journey === journey).map(({ region }) => region);
  const read = await readSides({ journey, regions, sides }, ports);

  const stages = [...read.a.runs, ...read.b.runs].map(({ stage }) => stage);
  const banner = stagesBanner(project, stages);
  const retention = { nowMs: page.readAtMs, runsMs: project.config.retention.runsMs };

  return { ...page, banner, ...compared(read, retention, ports) };
}

interface SidesToRead {
  readonly journey: string;
  readonly regions: readonly string[];
  readonly sides: Sides<ComparedSide>;
}

/** A run is read first: the range on the other side is read in its region only. */
async function readSides(
  { journey, regions, sides }: SidesToRead,
  { store }: Pick<DashboardPorts, 'store'>,
): Promise<Sides<ReadSide>> {
  if (sides.a.kind === 'run') {
    const a = await readSide({ journey, regions, side: sides.a }, store);
    const own = sides.b.kind === 'run' ? regions : regionsOf(a, regions);

    return { a, b: await readSide({ journey, regions: own, side: sides.b }, store) };
  }
  const b = await readSide({ journey, regions, side: sides.b }, store);
  const own = sides.b.kind === 'run' ? regionsOf(b, regions) : regions;

  return { a: await readSide({ journey, regions: own, side: sides.a }, store), b };
}

function regionsOf({ runs }: ReadSide, all: readonly string[]): readonly string[] {
  return all.filter((region) => runs.some((run) => run.region === region));
}

function compared(
  read: Sides<ReadSide>,
  retention: RunRetention,
  ports: DashboardPorts,
): Pick<ComparePage, 'series' | 'problems'> {
  const runs = { a: read.a.runs, b: read.b.runs };
  if (sharedRunsProblem(runs) !== null) {
    return { series: [], problems: [{ code: 'shared-runs' }] };
  }
  const few = { a: thinnedRuns(runs.a), b: thinnedRuns(runs.b) };
  const pairs = pairRecords({ a: few.a.runs, b: few.b.runs });
  const options = { metric: null, allowance: 0, histograms: ports.histograms };
  const areRuns = read.a.asked.kind === 'run' && read.b.asked.kind === 'run';
  const series = compareRuns(pairs, options).map((each, index) =>
    areRuns ? explained(each, pairs[index], ports) : each,
  );

  const thinned = { a: few.a.thinned, b: few.b.thinned };

  return {
    series,
    problems: [...comparedProblems(read, series, retention), ...thinnedProblems(thinned)],
  };
}

/**
 * Explains the difference of two single runs, although they are too few for a test: their measured
 * times add up.
 */
function explained(
  series: ComparedSeries,
  pair: ComparedRecords | undefined,
  ports: Pick<DashboardPorts, 'histograms'>,
): ComparedSeries {
  if (pair === undefined) return series;
  const { a, b } = pair.records;
  if (!a.some(isTimed) || !b.some(isTimed)) return series;

  return { ...series, explanation: explainDifference(series, pair.records, ports) };
}

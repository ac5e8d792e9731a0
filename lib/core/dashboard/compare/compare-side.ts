import { rangeRuns } from '../../compare/range-runs.ts';
import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import type { ComparedSide } from './compare-page.ts';

/** Runs of a side and region that are read: more than two weeks of a run every five minutes. */
export const MAX_READ_RUNS = 5_000;

/**
 * Runs of a side and region that are compared, to keep the page fast: enough to detect a shift of a
 * tenth of the standard deviation.
 */
export const MAX_COMPARED_RUNS = 1_000;

/** Regions that are read at once: one is decoded while others are fetched. */
const CONCURRENCY = 4;

/** The runs of a side. */
export interface ReadSide {
  readonly asked: ComparedSide;
  readonly runs: readonly RunRecord[];
  /** Regions with only the newest runs, and when these begin. */
  readonly cut: readonly { readonly region: string; readonly fromMs: number }[];
}

/** A region in which not all runs are compared. */
export interface ThinnedRegion {
  readonly region: string;
  readonly runs: number;
}

/**
 * At most {@link MAX_COMPARED_RUNS} runs of each region, evenly spread, so that the mix of hours and
 * weekdays stays the same.
 */
export function thinnedRuns(runs: readonly RunRecord[]): {
  readonly runs: readonly RunRecord[];
  readonly thinned: readonly ThinnedRegion[];
} {
  const regions = [...new Set(runs.map(({ region }) => region))];
  const byRegion = regions.map((region) => ({
    region,
    own: runs.filter((run) => run.region === region),
  }));
  const many = byRegion.filter(({ own }) => own.length > MAX_COMPARED_RUNS);

  return {
    runs: byRegion.flatMap(({ own }) => evenly(own)),
    thinned: many.map(({ region, own }) => ({ region, runs: own.length })),
  };
}

function evenly(runs: readonly RunRecord[]): readonly RunRecord[] {
  if (runs.length <= MAX_COMPARED_RUNS) return runs;
  const each = runs.length / MAX_COMPARED_RUNS;

  return Array.from(
    { length: MAX_COMPARED_RUNS },
    (_, index) => runs[Math.floor((index + 0.5) * each)],
  ).filter((run) => run !== undefined);
}

/** A request for the runs of a side. */
export interface SideToRead {
  readonly journey: string;
  /** The regions in which the journey has records. */
  readonly regions: readonly string[];
  readonly side: ComparedSide;
}

/** Reads the runs of a side: those of the slots in a range, or one run. */
export async function readSide(
  { journey, regions, side }: SideToRead,
  store: Pick<RunStore, 'getRun' | 'queryRuns'>,
): Promise<ReadSide> {
  const runs: RunRecord[] = [];
  const cut: { region: string; fromMs: number }[] = [];
  if (side.kind === 'run') {
    return { asked: side, runs: await runOf(side.runId, { journey, regions }, store), cut };
  }
  const since = new Date(side.range.fromMs).toISOString();
  const until = new Date(side.range.toMs).toISOString();
  const all = await mapBounded(regions, CONCURRENCY, async (region) => {
    return {
      region,
      found: await rangeRuns({ journey, region, since, until }, store, MAX_READ_RUNS),
    };
  });
  for (const { region, found } of all) {
    const [first] = found.runs;
    // One by one: there may be more runs than a call may have arguments.
    for (const run of found.runs) runs.push(run);
    if (found.isCut && first !== undefined) {
      cut.push({ region, fromMs: Date.parse(instantOfRunId(first.runId)) });
    }
  }

  return { asked: side, runs, cut };
}

async function runOf(
  runId: string,
  { journey, regions }: Omit<SideToRead, 'side'>,
  store: Pick<RunStore, 'getRun'>,
): Promise<readonly RunRecord[]> {
  for (const region of regions) {
    const found = await tryRun({ journey, region, runId }, store);
    if (found !== null) return [found];
  }

  return [];
}

/** Null: it is not stored, or the id is invalid. */
async function tryRun(
  { journey, region, runId }: Pick<RunRecord, 'journey' | 'region' | 'runId'>,
  store: Pick<RunStore, 'getRun'>,
): Promise<RunRecord | null> {
  try {
    instantOfRunId(runId);
  } catch {
    return null;
  }

  return await store.getRun(journey, region, runId);
}

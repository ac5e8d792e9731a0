import { detectionOf } from '../../alarms/detection.ts';
import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { runKey } from '../../store/keys.ts';
import { instantOfRunId, isRunId } from '../../store/run-id.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import { frameOf } from '../project-frame.ts';
import type { RunRequest } from '../pages.ts';
import type { RunPage } from './run-page.ts';
import { usualTimings } from './usual-timings.ts';

/** Runs of one instant that are read to find a neighbour: real histories have fewer. */
const MAX_NEIGHBOURS = 4;
/** Pieces of evidence that are checked at once. */
const CONCURRENCY = 5;

/** Reads a run with its evidence and neighbours. Null: it is not stored, or the id is invalid. */
export async function readRun(
  request: RunRequest,
  project: DashboardProject,
  ports: DashboardPorts,
): Promise<RunPage | null> {
  const { journey, region, runId } = request;
  if (!isRunId(runId)) return null;
  const record = await ports.store.getRun(journey, region, runId);
  if (record === null) return null;
  const [usual, evidence, previous, next] = await Promise.all([
    usualTimings(record, ports),
    mapBounded(record.evidence, CONCURRENCY, (item) => ports.evidence.viewOf(record, item)),
    runBefore(record, ports.store),
    runAfter(record, ports.store),
  ]);
  const plan = project.plans.find(({ name }) => name === journey);

  return {
    kind: 'run',
    ...frameOf(project, ports),
    record,
    evidence,
    budgets: plan?.budgets ?? [],
    detection: plan === undefined ? null : detectionOf(plan),
    usual,
    previous,
    next,
  };
}

async function runBefore(
  record: RunRecord,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<string | null> {
  const { journey, region, runId } = record;
  // Exclusive, so one millisecond later: runs of the same instant are ordered by their ids.
  const until = new Date(Date.parse(instantOfRunId(runId)) + 1).toISOString();
  const query = { journey, region, until, order: 'newest-first', limit: MAX_NEIGHBOURS } as const;
  const runs = await store.queryRuns(query);

  return runs.find((each) => sortKeyOf(each) < sortKeyOf(record))?.runId ?? null;
}

async function runAfter(
  record: RunRecord,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<string | null> {
  const { journey, region, runId } = record;
  const since = instantOfRunId(runId);
  const query = { journey, region, since, order: 'oldest-first', limit: MAX_NEIGHBOURS } as const;
  const runs = await store.queryRuns(query);

  return runs.find((each) => sortKeyOf(each) > sortKeyOf(record))?.runId ?? null;
}

function sortKeyOf(record: RunRecord): string {
  return runKey(record).sk;
}

import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { runKey } from '../../store/keys.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import { frameOf } from '../project-frame.ts';
import type { RunRequest } from '../pages.ts';
import type { RunPage } from './run-page.ts';
import { usualTimings } from './usual-timings.ts';

/** Runs of one instant that are looked through for the run beside another: more is no real history. */
const BESIDE = 4;
/** Pieces of evidence that are looked for at once. */
const CONCURRENCY = 5;

/** Reads a run with what is beside it. Null: no such run is kept, or the id is none. */
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
    usual,
    previous,
    next,
  };
}

function isRunId(text: string): boolean {
  try {
    instantOfRunId(text);

    return true;
  } catch {
    // Something else was typed into the address.
    return false;
  }
}

async function runBefore(
  record: RunRecord,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<string | null> {
  const { journey, region, runId } = record;
  // Exclusive: runs of the very same instant are before it or after it by their ids.
  const until = new Date(Date.parse(instantOfRunId(runId)) + 1).toISOString();
  const query = { journey, region, until, order: 'newest-first', limit: BESIDE } as const;
  const runs = await store.queryRuns(query);

  return runs.find((each) => sortKeyOf(each) < sortKeyOf(record))?.runId ?? null;
}

async function runAfter(
  record: RunRecord,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<string | null> {
  const { journey, region, runId } = record;
  const since = instantOfRunId(runId);
  const query = { journey, region, since, order: 'oldest-first', limit: BESIDE } as const;
  const runs = await store.queryRuns(query);

  return runs.find((each) => sortKeyOf(each) > sortKeyOf(record))?.runId ?? null;
}

function sortKeyOf(record: RunRecord): string {
  return runKey(record).sk;
}

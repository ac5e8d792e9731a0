import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../adapters/dynamodb/embedded.ts';
import type { MeasuredDuration } from '../core/cost/estimate-cost.ts';
import type { RunStore } from '../core/ports.ts';
import { summariseDurations } from '../core/record/series-summary.ts';
import type { Io } from './io.ts';
import type { Paths } from './paths.ts';
import { LOCAL_REGION } from './workshop.ts';

/** As many as the newest runs of each journey: what it takes today, not last month. */
const NEWEST_RUNS = 200;

/** The median duration of each journey's newest runs on this machine; none where there is no history. */
export async function measuredDurations(
  journeys: readonly string[],
  paths: Paths,
  io: Pick<Io, 'err'>,
): Promise<ReadonlyMap<string, MeasuredDuration>> {
  // Looking must not make a store where there is none.
  if (!existsSync(path.join(paths.stateDir, 'db'))) return new Map();
  try {
    const embedded = await openEmbeddedStore({ dir: paths.stateDir });
    try {
      return await readAll(journeys, embedded.store);
    } finally {
      await embedded.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.err(`waywiser: durations are assumed, for the history cannot be read: ${reason}\n`);

    return new Map();
  }
}

async function readAll(
  journeys: readonly string[],
  store: RunStore,
): Promise<ReadonlyMap<string, MeasuredDuration>> {
  const measured = new Map<string, MeasuredDuration>();
  for (const journey of journeys) {
    const runs = await store.queryRuns({ journey, region: LOCAL_REGION, limit: NEWEST_RUNS });
    const { n, medianMs } = summariseDurations(runs);
    if (medianMs !== null) measured.set(journey, { medianMs, runs: n });
  }

  return measured;
}

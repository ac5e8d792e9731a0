import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { errorText } from '../../core/base/error-text.ts';
import {
  type CostEstimate,
  estimateCost,
  type MeasuredDuration,
} from '../../core/cost/estimate-cost.ts';
import { measuredDurations } from '../../core/cost/measured-durations.ts';
import { hasLocalStore } from './history-stores.ts';
import type { Io } from './io.ts';
import type { OpenProject } from './open-project.ts';
import type { Paths } from './paths.ts';

/**
 * Estimates what the journeys of a project cost in AWS. Rejects with a RangeError for journeys that cannot be deployed,
 * such as one in more regions than an alarm can combine.
 */
export async function estimateOf(
  project: Pick<OpenProject, 'config' | 'journeys'>,
  paths: Paths,
  io: Io,
): Promise<CostEstimate> {
  const plans = project.journeys.map(({ plan }) => plan);
  const names = plans.map(({ name }) => name);

  return estimateCost({
    plans,
    config: project.config,
    measured: await measuredHere(names, paths, io),
    fromMs: Date.now(),
  });
}

/**
 * Measured durations of each journey's newest runs on this machine, the same as on the costs page;
 * empty without history.
 */
async function measuredHere(
  journeys: readonly string[],
  paths: Paths,
  io: Pick<Io, 'err'>,
): Promise<ReadonlyMap<string, MeasuredDuration>> {
  // Reading must not create a store.
  try {
    if (!hasLocalStore(paths)) return new Map();
    const embedded = await openEmbeddedStore({ dir: paths.stateDir });
    try {
      return await measuredDurations(journeys, embedded.store);
    } finally {
      await embedded.close();
    }
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: the history cannot be read, so durations are estimated: ${reason}\n`);

    return new Map();
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import type { MeasuredDuration } from '../../core/cost/estimate-cost.ts';
import { measuredDurations } from '../../core/cost/measured-durations.ts';
import type { Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { errorText } from '../../core/base/error-text.ts';

/**
 * How long each journey's newest runs took by what is kept on this machine, as the page of costs has
 * it; none where there is no history.
 */
export async function measuredHere(
  journeys: readonly string[],
  paths: Paths,
  io: Pick<Io, 'err'>,
): Promise<ReadonlyMap<string, MeasuredDuration>> {
  // Looking must not make a store where there is none.
  if (!existsSync(path.join(paths.stateDir, 'db'))) return new Map();
  try {
    const embedded = await openEmbeddedStore({ dir: paths.stateDir });
    try {
      return await measuredDurations(journeys, embedded.store);
    } finally {
      await embedded.close();
    }
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: durations are assumed, for the history cannot be read: ${reason}\n`);

    return new Map();
  }
}

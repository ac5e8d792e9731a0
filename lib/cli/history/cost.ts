import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import {
  type CostEstimate,
  estimateCost,
  type MeasuredDuration,
} from '../../core/cost/estimate-cost.ts';
import { measuredDurations } from '../../core/cost/measured-durations.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { renderCost } from '../../report/terminal/cost/cost-table.ts';
import { hasLocalStore } from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { type OpenProject, openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';

/** Options of `waywiser cost`. */
export interface CostOptions {
  readonly journeys: readonly string[];
  readonly stage?: string;
  readonly json?: boolean;
}

/** `waywiser cost`: estimates what the journeys cost in AWS. */
export async function cost(options: CostOptions, paths: Paths, io: Io): Promise<number> {
  const { stage, journeys: selection } = options;
  const project = await openProject(
    { selection, ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);
  try {
    const estimate = await estimateOf(project, paths, io);
    io.out(options.json ? jsonDocument(estimate) : `${renderCost(estimate, screenOf(io))}\n`);

    return EXIT.passed;
  } catch (error) {
    // A journey that cannot be deployed, such as one in more regions than an alarm can combine.
    if (!(error instanceof RangeError)) throw error;
    io.err(`waywiser: ${cleanText(error.message)}\n`);

    return EXIT.misuse;
  }
}

async function estimateOf(project: OpenProject, paths: Paths, io: Io): Promise<CostEstimate> {
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

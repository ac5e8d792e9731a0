import { jsonDocument } from '../../core/base/inert-json.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { renderCost } from '../../report/terminal/cost/cost-table.ts';
import { estimateOf } from '../frame/cost-estimate.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
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

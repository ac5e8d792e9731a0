import type { ChildProcess } from 'node:child_process';
import type { Io } from '../frame/io.ts';
import type { AnalysisOutput } from '../trends/analyse-now.ts';
import {
  isAnalysisDue,
  type AnalysisParts,
  analysisOutput,
  spawnAnalysis,
} from '../trends/analysis-process.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';

/** A look for trends that another process makes. */
export interface LookBeside {
  /** Null: there is nothing to be looked at but what this process looks at itself. */
  look(request: { readonly isFirst: boolean }): Promise<AnalysisOutput | null>;
  /** Ends the process, if it runs. */
  stop(): void;
}

/**
 * How `waywiser dev` looks for trends where the store holds more than it measures: a history of other
 * regions, such as one that was made up, takes seconds of calculation for each journey and region. So
 * another process looks, of low priority and at all regions; when `dev` starts, only where nobody did
 * within a day.
 */
export function lookBeside(parts: AnalysisParts, io: Io): LookBeside {
  let child: ChildProcess | null = null;
  let isStopped = false;

  return {
    look: async ({ isFirst }) => {
      if (!(await holdsOtherRegions(parts))) return null;
      const isDue = !isFirst || (await isAnalysisDue(parts));
      if (!isDue || isStopped) return NOTHING;
      child = spawnAnalysis(parts, io);

      return await analysisOutput(child);
    },
    stop: () => {
      isStopped = true;
      child?.kill('SIGKILL');
    },
  };
}

const NOTHING: AnalysisOutput = { series: 0, opened: [], resolved: [], open: 0, errors: [] };

async function holdsOtherRegions({ plans, history }: AnalysisParts): Promise<boolean> {
  const names = new Set(plans.map(({ name }) => name));
  const series = await (await history.stores()).store.listSeries();

  return series.some(({ journey, region }) => region !== LOCAL_REGION && names.has(journey));
}

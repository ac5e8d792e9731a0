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

/** An analysis of trends that another process makes. */
export interface ExternalAnalysis {
  /** Null: the store has only runs of this machine, which this process analyses itself. */
  analyse(request: { readonly isFirst: boolean }): Promise<AnalysisOutput | null>;
  /** Ends the process, if it runs. */
  stop(): void;
}

/**
 * The analysis of `waywiser dev` for a store that also holds other regions, such as a generated
 * history. It takes seconds of calculation for each journey and region, so another process of low
 * priority analyses all regions; when `dev` starts, only if no analysis was made within a day.
 */
export function externalAnalysis(parts: AnalysisParts, io: Io): ExternalAnalysis {
  let child: ChildProcess | null = null;
  let isStopped = false;

  return {
    analyse: async ({ isFirst }) => {
      if (!(await holdsOtherRegions(parts))) return null;
      const isDue = !isFirst || (await isAnalysisDue(parts));
      if (!isDue || isStopped) return NOTHING;
      child = spawnAnalysis(parts, io);

      return await analysisOutput(child);
    },
    stop: () => {
      isStopped = true;
      // Without an id it was not started (no file handles), and Node would send the signal to our own group.
      if (child?.pid !== undefined) child.kill('SIGKILL');
    },
  };
}

const NOTHING: AnalysisOutput = { series: 0, opened: [], resolved: [], open: 0, errors: [] };

async function holdsOtherRegions({ plans, history }: AnalysisParts): Promise<boolean> {
  const names = new Set(plans.map(({ name }) => name));
  const series = await (await history.stores()).store.listSeries();

  return series.some(({ journey, region }) => region !== LOCAL_REGION && names.has(journey));
}

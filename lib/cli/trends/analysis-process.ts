import type { ChildProcess } from 'node:child_process';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { mapBounded } from '../../core/base/map-bounded.ts';
import { coversRegion } from '../../core/trends/analysis-summary.ts';
import type { HistorySource } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import { type AnalysisOutput, plansWithRuns } from './analyse-now.ts';
import { backgroundOutput, spawnBackground } from './background-process.ts';
import type { Paths } from '../frame/paths.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { formatCount } from '../../report/format/count.ts';
import { groupThousands } from '../../report/format/number.ts';

/** The project and the history that another process analyses. */
export interface AnalysisParts {
  readonly plans: readonly JourneyPlan[];
  readonly stage: string;
  readonly history: HistorySource;
  readonly paths: Paths;
  /** Of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

const CONCURRENCY = 4;

/** Whether a journey with runs was not analysed within a day, in any region of its runs. */
export async function isAnalysisDue({ plans, history, epochMs }: AnalysisParts): Promise<boolean> {
  const stores = await history.stores();
  const ran = await plansWithRuns(plans, stores.store);
  const due = await mapBounded(ran, CONCURRENCY, async ({ name, regions }) => {
    const summary = await stores.findings.summaryOf(name);
    if (summary === null || epochMs() - Date.parse(summary.at) > DAY_MS) return true;
    return regions.some((region) => !coversRegion(summary, region));
  });

  return due.includes(true);
}

/** Starts `waywiser analyse` with a low priority: in a large project it calculates for minutes. */
export function spawnAnalysis({ stage, paths }: AnalysisParts, io: Io): ChildProcess {
  const child = spawnBackground(['analyse', '--stage', stage], paths, io);
  child.stdin?.end();

  return child;
}

/** The output of an analysis, once it has ended. Throws an Error with its error output if it failed. */
export async function analysisOutput(child: ChildProcess): Promise<AnalysisOutput> {
  const output: AnalysisOutput = JSON.parse(await backgroundOutput(child));

  return output;
}

/** The result as one clause: `analysed 12 series: no new findings, 2 open`. */
export function formatSummary({ series, opened, resolved, open }: AnalysisOutput): string {
  const news =
    opened.length + resolved.length === 0
      ? 'no new findings'
      : `${formatCount(opened.length, 'new finding')}, ${resolved.length} resolved`;

  return `analysed ${groupThousands(series)} series: ${news}, ${open} open`;
}

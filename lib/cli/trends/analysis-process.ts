import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { mapBounded } from '../../core/base/map-bounded.ts';
import { coversRegion } from '../../core/trends/analysis-summary.ts';
import type { HistorySource } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import { type AnalysisOutput, plansWithRuns } from './analyse-now.ts';
import type { Paths } from '../frame/paths.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { formatCount } from '../../report/format/count.ts';

/** What a look by another process is made over. */
export interface AnalysisParts {
  readonly plans: readonly JourneyPlan[];
  readonly stage: string;
  readonly history: HistorySource;
  readonly paths: Paths;
  /** Of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

const CONCURRENCY = 4;
/** Below everything that somebody waits for. */
const PRIORITY = 10;

/** Whether a journey that ran was not looked at within a day, in any of the regions that it ran in. */
export async function isAnalysisDue({ plans, history, epochMs }: AnalysisParts): Promise<boolean> {
  const stores = await history.stores();
  const ran = await plansWithRuns(plans, stores);
  const due = await mapBounded(ran, CONCURRENCY, async ({ name, regions }) => {
    const look = await stores.findings.summaryOf(name);
    if (look === null || epochMs() - Date.parse(look.at) > DAY_MS) return true;
    return regions.some((region) => !coversRegion(look, region));
  });

  return due.includes(true);
}

/** Starts `waywiser look`: it calculates for minutes in a large project, beside what somebody waits for. */
export function spawnAnalysis({ stage, paths }: AnalysisParts, { env, cwd }: Io): ChildProcess {
  const child = spawn(process.execPath, [paths.commandPath, 'look', '--stage', stage], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) yieldPriority(child.pid);

  return child;
}

function yieldPriority(pid: number): void {
  try {
    os.setPriority(pid, PRIORITY);
  } catch {
    // It has ended already, or the system knows no priorities: it takes its share as any other.
  }
}

/** What a look told when it had ended. Throws an Error with what it said when it failed. */
export async function analysisOutput(child: ChildProcess): Promise<AnalysisOutput> {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(said.err.trim() || `its process ended with code ${code}`);
  const told: AnalysisOutput = JSON.parse(said.out);

  return told;
}

/** What was found, as one clause: `looked for trends in 12 series: nothing new; 2 findings stand`. */
export function formatSummary({ series, opened, ended, standing }: AnalysisOutput): string {
  const news =
    opened.length + ended.length === 0
      ? 'nothing new'
      : `${formatCount(opened.length, 'new finding')}, ${ended.length} ended`;

  return `looked for trends in ${series} series: ${news}; ${formatCount(standing, 'finding')} ${standing === 1 ? 'stands' : 'stand'}`;
}

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
/** Lower than that of everything a person waits for. */
const PRIORITY = 10;

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
export function spawnAnalysis({ stage, paths }: AnalysisParts, { env, cwd }: Io): ChildProcess {
  const child = spawn(process.execPath, [paths.commandPath, 'analyse', '--stage', stage], {
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

/** The output of an analysis, once it has ended. Throws an Error with its error output if it failed. */
export async function analysisOutput(child: ChildProcess): Promise<AnalysisOutput> {
  const written = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (written.out += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (written.err += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(written.err.trim() || `its process ended with code ${code}`);
  const output: AnalysisOutput = JSON.parse(written.out);

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

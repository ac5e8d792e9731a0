import type { ChildProcess } from 'node:child_process';
import { claimantOf } from '../../adapters/local/claim-folder.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { Io } from '../frame/io.ts';
import type { AnalysisOutput } from './analyse-now.ts';
import {
  analysisOutput,
  type AnalysisParts,
  formatSummary,
  isAnalysisDue,
  spawnAnalysis,
} from './analysis-process.ts';

/**
 * Analyses trends once, in another process while pages are served: only if no analysis was made
 * within a day, and no `waywiser dev` will make one. `onFinding` gets the findings that were opened
 * or resolved.
 */
export function startBackgroundAnalysis(
  parts: AnalysisParts,
  onFinding: (finding: Finding) => void,
  io: Io,
): { readonly stop: () => void } {
  let child: ChildProcess | null = null;
  let stopping = false;

  async function work(): Promise<void> {
    if (
      claimantOf(parts.paths.stateDir, 'dev') !== null ||
      !(await isAnalysisDue(parts)) ||
      stopping
    )
      return;
    io.err(`waywiser: ${DUE}; analysing in the background\n`);
    child = spawnAnalysis(parts, io);
    const output = await analysisOutput(child);
    if (stopping) return;
    for (const finding of [...output.opened, ...output.resolved]) onFinding(finding);
    printOutput(output, io);
  }

  void work().catch((error: unknown) => {
    if (!stopping) printFailure(error, io);
  });

  return {
    stop: () => {
      stopping = true;
      // Without an id it was not started (no file handles), and Node would send the signal to our own group.
      if (child?.pid !== undefined) child.kill('SIGKILL');
    },
  };
}

/**
 * Analyses trends if no analysis was made within a day, and waits for it, so that a report is up to
 * date. A failure is printed, and the report goes on without.
 */
export async function analyseFirst(parts: AnalysisParts, io: Io): Promise<void> {
  if (!(await isAnalysisDue(parts))) return;
  io.err(`waywiser: ${DUE}; analysing first\n`);
  try {
    printOutput(await analysisOutput(spawnAnalysis(parts, io)), io);
  } catch (error) {
    printFailure(error, io);
  }
}

const DUE = 'the trends of some regions were not analysed within the last day';

function printOutput(output: AnalysisOutput, io: Io): void {
  io.err(`waywiser: ${formatSummary(output)}\n`);
  for (const error of output.errors) io.err(`waywiser: ${cleanText(error)}\n`);
}

function printFailure(error: unknown, io: Io): void {
  io.err(`waywiser: the analysis of trends failed: ${cleanText(errorText(error))}\n`);
}

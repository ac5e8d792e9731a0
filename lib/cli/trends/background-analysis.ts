import type { ChildProcess } from 'node:child_process';
import { claimantOf } from '../../adapters/local/claim-folder.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { Io } from '../frame/io.ts';
import {
  formatSummary,
  isAnalysisDue,
  type AnalysisParts,
  analysisOutput,
  spawnAnalysis,
} from './analysis-process.ts';
import { errorText } from '../../core/base/error-text.ts';

/**
 * Looks for trends once, beside pages: where nobody did within a day, and no `waywiser dev` will. It
 * calculates for minutes in a large project, so another process does. `told` gets what was found and
 * what has ended.
 */
export function startBackgroundAnalysis(
  parts: AnalysisParts,
  told: (finding: Finding) => void,
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
    io.err(
      'waywiser: nobody looked for trends in all regions within a day; looking now, beside the pages\n',
    );
    child = spawnAnalysis(parts, io);
    const output = await analysisOutput(child);
    if (stopping) return;
    for (const finding of [...output.opened, ...output.ended]) told(finding);
    io.err(`waywiser: ${formatSummary(output)}\n`);
    for (const error of output.errors) io.err(`waywiser: ${cleanText(error)}\n`);
  }

  void work().catch((error: unknown) => {
    const reason = errorText(error);
    if (!stopping) io.err(`waywiser: the look for trends failed: ${cleanText(reason)}\n`);
  });

  return {
    stop: () => {
      stopping = true;
      child?.kill('SIGKILL');
    },
  };
}

/**
 * Looks for trends where nobody did within a day, and waits for it: what is written down once should
 * not say that nobody looked. What fails is told, and the rest goes on without.
 */
export async function analyseFirst(parts: AnalysisParts, io: Io): Promise<void> {
  if (!(await isAnalysisDue(parts))) return;
  io.err('waywiser: nobody looked for trends in all regions within a day; looking first\n');
  try {
    const output = await analysisOutput(spawnAnalysis(parts, io));
    io.err(`waywiser: ${formatSummary(output)}\n`);
    for (const error of output.errors) io.err(`waywiser: ${cleanText(error)}\n`);
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: the look for trends failed: ${cleanText(reason)}\n`);
  }
}

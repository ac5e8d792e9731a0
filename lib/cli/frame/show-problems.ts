import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../core/journey/problem.ts';
import {
  renderProblemAnnotations,
  renderProblems,
  renderWarnings,
} from '../../report/terminal/authoring/problem-list.ts';
import { type Io, screenOf } from './io.ts';

/** Prints problems to standard error; in GitHub Actions also as annotations. */
export function showProblems(problems: readonly Problem[], io: Io): void {
  if (problems.length === 0) return;
  const list = renderProblems(problems, (file) => sourceLines(file, io.cwd), screenOf(io));
  io.err(`${list}\n`);
  if (io.env['GITHUB_ACTIONS'] !== 'true') return;
  io.err(`${renderProblemAnnotations(problems)}\n`, 'annotations');
}

/** Prints warnings, which do not fail the command, in the same way. */
export function showWarnings(warnings: readonly Problem[], io: Io): void {
  if (warnings.length === 0) return;
  const list = renderWarnings(warnings, (file) => sourceLines(file, io.cwd), screenOf(io));
  io.err(`${list}\n`);
  if (io.env['GITHUB_ACTIONS'] !== 'true') return;
  io.err(`${renderProblemAnnotations(warnings, 'warning')}\n`, 'annotations');
}

/** The lines of a source file for a code frame; null if it cannot be read. */
export function sourceLines(file: string | null, cwd: string): readonly string[] | null {
  if (file === null) return null;
  try {
    return readFileSync(path.resolve(cwd, file), 'utf8').split('\n');
  } catch {
    // Without the file, its path and line are still printed.
    return null;
  }
}

import type { Problem } from '../../core/journey/problem.ts';
import {
  renderProblemAnnotations,
  renderProblems,
} from '../../report/terminal/authoring/problem-list.ts';
import type { Io } from './io.ts';
import { screenOf } from './screen.ts';
import { sourceLines } from './source-lines.ts';

/** Prints problems on standard error; in GitHub Actions, also as annotations. */
export function showProblems(problems: readonly Problem[], io: Io): void {
  if (problems.length === 0) return;
  const list = renderProblems(problems, (file) => sourceLines(file, io.cwd), screenOf(io));
  io.err(`${list}\n`);
  if (io.env['GITHUB_ACTIONS'] === 'true') io.err(`${renderProblemAnnotations(problems)}\n`);
}

import type { Problem } from '../../../core/journey/problem.ts';
import { workflowCommand } from '../../ci/workflow-command.ts';
import { glyphsOf, type Line, renderLong, type Screen, span } from '../text/styled-line.ts';
import { cleanLines } from '../../format/terminal-text.ts';

/** Gives the lines of a file as problems name it; null where it cannot be read. */
export type SourceReader = (file: string | null) => readonly string[] | null;

/**
 * Problems as compilers print them, each with its source line and a caret, and their count at the
 * end. Empty when there are none.
 */
export function renderProblems(
  problems: readonly Problem[],
  readSource: SourceReader,
  screen: Screen,
): string {
  if (problems.length === 0) return '';
  const lines = rendered(problems, { readSource, screen, level: 'error' });
  const count = renderLong([span(countInWords(problems), 'red', 'bold')], screen);

  return [...lines, count].join('\n');
}

/** Warnings in the form of problems, without their count: they do not fail the command. */
export function renderWarnings(
  warnings: readonly Problem[],
  readSource: SourceReader,
  screen: Screen,
): string {
  return rendered(warnings, { readSource, screen, level: 'warning' }).join('\n');
}

/** How serious a problem is: a warning does not fail the command. */
type Level = 'error' | 'warning';

function rendered(
  problems: readonly Problem[],
  { readSource, screen, level }: { readSource: SourceReader; screen: Screen; level: Level },
): readonly string[] {
  return problems
    .flatMap((problem) => [
      headLine(problem, level),
      ...sourceFrame(problem, readSource(problem.file), screen),
    ])
    .map((line) => renderLong(line, screen));
}

/** The same as workflow commands that mark the lines in GitHub Actions. */
export function renderProblemAnnotations(
  problems: readonly Problem[],
  level: Level = 'error',
): string {
  return problems
    .map(({ file, line, column, message }) =>
      workflowCommand(level, { file, line, col: column }, cleanLines(message).join('\n')),
    )
    .join('\n');
}

function headLine({ file, line, column, message }: Problem, level: Level): Line {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  const words = cleanLines(message).join(' ');

  return [
    ...(file === null ? [] : [span(place, 'bold'), span('  ')]),
    span(level, level === 'error' ? 'red' : 'yellow'),
    span(`  ${words}`),
  ];
}

function sourceFrame(
  { line, column }: Problem,
  source: readonly string[] | null,
  screen: Screen,
): readonly Line[] {
  const text = line === null ? undefined : source?.[line - 1];
  if (text === undefined) return [[]];
  const { gutter } = glyphsOf(screen);
  const number = String(line);
  const shown = [span(`  ${number} ${gutter} `, 'dim'), span(expandTabs(text))];
  if (column === null || column > text.length + 1) return [shown, []];
  const before = expandTabs(text.slice(0, column - 1)).replaceAll(/[^ ]/g, ' ');
  const margin = ' '.repeat(number.length);

  return [shown, [span(`  ${margin} ${gutter} `, 'dim'), span(`${before}^`, 'red', 'bold')], []];
}

function expandTabs(text: string): string {
  return text.replaceAll('\t', '  ');
}

function countInWords(problems: readonly Problem[]): string {
  const files = new Set(problems.map(({ file }) => file).filter((file) => file !== null)).size;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  if (files === 0) return count;

  return `${count} in ${files === 1 ? '1 file' : `${files} files`}`;
}

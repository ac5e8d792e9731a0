import path from 'node:path';
import type { PlannedFile } from '../../project/scaffold/plan-scaffold.ts';
import { widestOf } from '../../report/format/terminal-text.ts';
import {
  columnsOf,
  type Line,
  renderLong,
  type Screen,
  span,
} from '../../report/terminal/text/styled-line.ts';
import { paragraph } from '../../report/terminal/text/wrap-line.ts';
import { type Io, screenOf } from '../frame/io.ts';

/** The result of `waywiser init`, or with `--dry-run` its plan. */
export interface InitOutcome {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  /** Configuration files of projects in parent folders. */
  readonly around: readonly string[];
  /** The commands to run next. */
  readonly next: readonly string[];
  readonly isDryRun: boolean;
}

type Kept = Extract<PlannedFile, { readonly kind: 'keep' }>;

/** Written files, unchanged files and the next commands, for a terminal. */
export function initPicture(outcome: InitOutcome, io: Io): string {
  const screen = screenOf(io);
  const { files, isDryRun, next } = outcome;
  const width = widestOf(
    files.map((file) => file.path),
    columnsOf(screen),
  );
  const changed = files.filter((file) => file.kind !== 'keep');
  const kept = files.filter((file) => file.kind === 'keep');
  const lines = [
    [span(headline(outcome, changed.length, io), 'bold')],
    ...changed.flatMap((file) => paragraph(label(file, width), [span(file.about, 'dim')], screen)),
    ...(kept.length === 0 ? [] : [EMPTY, [span('Already exist and were not changed:')]]),
    ...kept.flatMap((file) => keptLines(file, width, screen)),
    ...aroundLines(outcome, screen),
    ...(isDryRun ? [] : [EMPTY, [span('Next:')]]),
    ...(isDryRun ? [] : next.map((command) => [span('  '), span(command, 'cyan')])),
  ];

  return lines.map((line) => renderLong(line, screen)).join('\n');
}

const EMPTY: Line = [];

function headline({ folder, isDryRun }: InitOutcome, changes: number, io: Io): string {
  const place = folder === io.cwd ? 'this folder' : nameOf(folder, io.cwd);
  if (changes === 0) return `No files are missing in ${place}`;

  return isDryRun ? `Would write to ${place}:` : `Created a project in ${place}:`;
}

function nameOf(folder: string, cwd: string): string {
  const relative = path.relative(cwd, folder);

  return relative.startsWith('..') ? folder : relative;
}

const MARKS = {
  write: span('+', 'green'),
  complete: span('~', 'yellow'),
  keep: span('=', 'dim'),
} as const;

function label(file: PlannedFile, width: number): Line {
  return [span('  '), MARKS[file.kind], span(` ${file.path.padEnd(width)}  `)];
}

function keptLines(file: Kept, width: number, screen: Screen): readonly Line[] {
  if (file.hint === null) return [label(file, width)];

  return paragraph(label(file, width), [span(file.hint)], screen);
}

function aroundLines({ around }: InitOutcome, screen: Screen): readonly Line[] {
  const [nearest] = around;
  if (nearest === undefined) return [];
  const said = `This folder is inside another project (${nearest}). Each command uses the project of the current folder.`;

  return [EMPTY, ...paragraph([], [span(said)], screen)];
}

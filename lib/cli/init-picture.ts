import path from 'node:path';
import type { PlannedFile } from '../project/scaffold/plan-scaffold.ts';
import { cleanText, visibleWidth } from '../report/terminal-text.ts';
import type { Io } from './io.ts';
import { screenOf } from './screen.ts';

/** What `waywiser init` did, or would do. */
export interface InitOutcome {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  /** Configurations of projects around this one. */
  readonly around: readonly string[];
  /** What to type now. */
  readonly next: readonly string[];
  readonly isDryRun: boolean;
}

type Kept = Extract<PlannedFile, { readonly kind: 'keep' }>;
type Changed = Exclude<PlannedFile, Kept>;

/** Which files were written and which stayed, and the commands to go on with, for a terminal. */
export function initPicture(outcome: InitOutcome, io: Io): string {
  const { paint } = screenOf(io);
  const { files, isDryRun, next } = outcome;
  const width = Math.max(...files.map((file) => visibleWidth(file.path)));
  const changed = files.filter((file) => file.kind !== 'keep');
  const kept = files.filter((file) => file.kind === 'keep');

  return [
    paint.bold(headline(outcome, changed.length, io)),
    ...changed.map((file) => changedLine(file, width, io)),
    ...(kept.length === 0 ? [] : ['', 'Already there, and left as they are:']),
    ...kept.map((file) => keptLine(file, width, io)),
    ...aroundLines(outcome),
    ...(isDryRun ? [] : ['', 'Next:', ...next.map((command) => `  ${paint.cyan(command)}`)]),
  ].join('\n');
}

function headline({ folder, isDryRun }: InitOutcome, changes: number, io: Io): string {
  const place = folder === io.cwd ? 'this folder' : nameOf(folder, io.cwd);
  if (changes === 0) return `Nothing is missing in ${place}`;
  if (isDryRun) return `Would write to ${place}:`;

  return `A project in ${place}:`;
}

function nameOf(folder: string, cwd: string): string {
  const relative = path.relative(cwd, folder);

  return cleanText(relative.startsWith('..') ? folder : relative);
}

function changedLine(file: Changed, width: number, io: Io): string {
  const { paint } = screenOf(io);
  const mark = file.kind === 'write' ? paint.green('+') : paint.yellow('~');

  return `  ${mark} ${file.path.padEnd(width)}  ${paint.dim(file.about)}`;
}

function keptLine(file: Kept, width: number, io: Io): string {
  const { paint } = screenOf(io);
  if (file.hint === null) return `  ${paint.dim('=')} ${file.path}`;

  return `  ${paint.dim('=')} ${file.path.padEnd(width)}  ${file.hint}`;
}

function aroundLines({ around }: InitOutcome): readonly string[] {
  const [nearest] = around;
  if (nearest === undefined) return [];

  return [
    '',
    `This project lies inside another, that of ${cleanText(nearest)}. Commands see the one of the folder they are typed in.`,
  ];
}

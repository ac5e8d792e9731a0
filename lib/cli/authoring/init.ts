import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import {
  type PlannedFile,
  planScaffold,
  type ScaffoldRequest,
} from '../../project/scaffold/plan-scaffold.ts';
import { readTarget } from '../../project/scaffold/scaffold-target.ts';
import {
  SCAFFOLD_KINDS,
  type ScaffoldKind,
  type ScaffoldPackages,
} from '../../project/scaffold/scaffold.ts';
import { writeFiles } from '../../project/scaffold/write-files.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { type InitOutcome, initPicture } from './init-picture.ts';

/** Options of `waywiser init`, as typed. */
export interface InitOptions {
  /** Default: the current folder. */
  readonly folder: string | undefined;
  readonly baseUrl?: string;
  readonly kind?: string;
  /** False with `--no-ci`. */
  readonly ci?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `waywiser init`: writes a project to a folder, completely or not at all. */
export async function init(options: InitOptions, paths: Paths, io: Io): Promise<number> {
  const read = readRequest(options, paths);
  if (typeof read === 'string') return refuse(read, options, io);
  const folder = path.resolve(io.cwd, options.folder ?? '.');
  try {
    const plan = await planScaffold(folder, read);
    if (plan.kind === 'refusal') return refuse(plan.message, options, io);
    if (options.dryRun !== true) await writeFiles(folder, toWrite(folder, plan.files));
    report({ options, folder, ...plan, next: nextCommands(folder, io.cwd) }, io);

    return EXIT.passed;
  } catch (error) {
    const why = errorText(error);

    return refuse(`Cannot create a project in ${folder}: ${why}; nothing was changed`, options, io);
  }
}

/** The request, or a string with the problem. */
function readRequest(options: InitOptions, paths: Paths): ScaffoldRequest | string {
  const { ci = true, force = false } = options;
  const word = options.kind ?? 'both';
  const kind = SCAFFOLD_KINDS.find((each) => each === word);
  if (kind === undefined) return unknownKind(word);
  const read = readTarget(options.baseUrl);
  if (read.kind === 'problem') return read.message;

  return { kind, target: read.target, ci, force, packages: ownPackages(paths) };
}

function unknownKind(word: string): string {
  const known: readonly ScaffoldKind[] = SCAFFOLD_KINDS;
  const expected = nearestWord(word, known) ?? `one of ${known.join(', ')}`;

  return `Cannot use "${word}" as --kind: it is unknown; expected ${expected}`;
}

function refuse(message: string, { json }: InitOptions, io: Io): number {
  io.err(`waywiser: ${cleanText(message)}\n`);
  if (json === true) io.out(jsonDocument({ problems: [{ message }] }));

  return EXIT.misuse;
}

/** The versions and ranges that this package was built and tested with. */
function ownPackages({ commandPath }: Paths): ScaffoldPackages {
  const file = path.join(path.dirname(commandPath), '../../package.json');
  const manifest: {
    readonly version: string;
    readonly peerDependencies: { readonly 'aws-cdk-lib': string; readonly constructs: string };
    readonly devDependencies: { readonly 'aws-cdk': string; readonly typescript: string };
  } = JSON.parse(readFileSync(file, 'utf8'));
  const { version, peerDependencies, devDependencies } = manifest;

  return {
    waywiser: version,
    awsCdk: devDependencies['aws-cdk'],
    awsCdkLib: peerDependencies['aws-cdk-lib'],
    constructs: peerDependencies.constructs,
    typescript: devDependencies.typescript,
  };
}

function toWrite(folder: string, files: readonly PlannedFile[]): Parameters<typeof writeFiles>[1] {
  return files.flatMap((each) => {
    if (each.kind === 'keep') return [];

    return [
      {
        file: path.join(folder, each.path),
        text: each.text,
        replaces: each.kind === 'complete',
      },
    ];
  });
}

interface Outcome extends Omit<InitOutcome, 'isDryRun'> {
  readonly options: InitOptions;
}

function report({ options, folder, files, around, next }: Outcome, io: Io): void {
  const isDryRun = options.dryRun === true;
  if (options.json !== true) {
    io.out(`${initPicture({ folder, files, around, next, isDryRun }, io)}\n`);

    return;
  }
  const document = {
    folder,
    dryRun: isDryRun,
    written: files.flatMap((each) => (each.kind === 'write' ? [each.path] : [])),
    completed: files.flatMap((each) =>
      each.kind === 'complete' ? [{ file: each.path, ...each.added }] : [],
    ),
    kept: files.flatMap((each) =>
      each.kind === 'keep' ? [{ file: each.path, hint: each.hint }] : [],
    ),
    around,
    next,
  };
  io.out(jsonDocument(document));
}

/** Packages that the commands of a project need. */
const NEEDED = ['waywiser', 'aws-cdk', 'aws-cdk-lib', 'typescript'];

/** The commands to run after `init`, as typed from the current folder. */
function nextCommands(folder: string, cwd: string): readonly string[] {
  const relative = path.relative(cwd, folder);
  const isInstalled = NEEDED.every((name) => liesIn(folder, name));
  const commands = [
    ...(isInstalled ? [] : ['npm install']),
    'npx waywiser run',
    'npx waywiser dev',
    ...(isInstalled ? ['npx cdk synth'] : []),
  ];

  return relative === '' ? commands : [`cd ${shellWord(relative)}`, ...commands];
}

function liesIn(folder: string, name: string): boolean {
  if (existsSync(path.join(folder, 'node_modules', name, 'package.json'))) return true;
  const parent = path.dirname(folder);

  return parent !== folder && liesIn(parent, name);
}

/** Quotes a word for a shell where necessary. */
function shellWord(text: string): string {
  return /^[\w./\\:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

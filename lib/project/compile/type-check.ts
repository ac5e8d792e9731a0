import { realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import { readablePath } from '../load/find-journeys.ts';
import { compilerConfig, projectCompiler } from './project-compiler.ts';
import { type Diagnostic, readDiagnostics, runCompiler } from './run-compiler.ts';

/** A file to type-check. */
interface TypedFile {
  /** Absolute, or relative to the project's folder. */
  readonly file: string;
  /** The journey's name; null: it is the configuration. */
  readonly journey: string | null;
}

/** Options of {@link typeCheckJourneys}. */
export interface TypeCheckOptions {
  /** The project's folder, whose TypeScript and `tsconfig.json` are used. */
  readonly cwd: string;
  readonly files: readonly TypedFile[];
  /** A folder inside the project, so that types are resolved from it. Absolute. */
  readonly cacheDir: string;
  /** Time limit of the compiler. Default: 2 minutes. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 120_000;

/**
 * Type-checks files and their imports with the project's own TypeScript. Every error,
 * including failures of the compiler, becomes a problem. JavaScript files are not checked; a
 * project without TypeScript files needs no TypeScript.
 */
export async function typeCheckJourneys(options: TypeCheckOptions): Promise<readonly Problem[]> {
  const cwd = realpathSync(options.cwd);
  const files = options.files
    .filter(({ file }) => /\.[cm]?ts$/.test(file))
    .map(({ file, journey }) => ({ file: realpathSync(path.resolve(cwd, file)), journey }));
  if (files.length === 0) return [];
  const compiler = projectCompiler(cwd);
  if (compiler === null) {
    return [
      commandLineProblem(
        'Cannot check the types of the journeys: the package "typescript" is not installed in this project; run npm install --save-dev typescript',
      ),
    ];
  }
  const configFile = path.join(options.cacheDir, `types-${process.pid}.tsconfig.json`);
  await mkdir(options.cacheDir, { recursive: true });
  await writeFile(
    configFile,
    JSON.stringify(
      compilerConfig(
        cwd,
        files.map(({ file }) => file),
      ),
    ),
  );
  try {
    return await compile({ cwd, files, compiler, configFile }, options.deadlineMs ?? DEADLINE_MS);
  } finally {
    await rm(configFile, { force: true });
  }
}

interface Check {
  readonly cwd: string;
  readonly files: readonly TypedFile[];
  readonly compiler: string;
  readonly configFile: string;
}

async function compile(check: Check, deadlineMs: number): Promise<readonly Problem[]> {
  const { cwd, compiler, configFile } = check;
  const args = ['--project', configFile, '--pretty', 'false'];
  const end = await runCompiler({ program: compiler, args, cwd, deadlineMs });
  if (end.kind === 'late') {
    return [
      commandLineProblem(
        `Cannot check the types of the journeys: TypeScript took longer than ${deadlineMs / 1_000} s; expected a result within that time`,
      ),
    ];
  }
  const diagnostics = readDiagnostics(end.output);
  if (diagnostics.length > 0) return diagnostics.map((each) => problemOf(each, check));
  if (end.code === 0) return [];

  return [
    commandLineProblem(
      `Cannot check the types of the journeys: TypeScript ended with code ${end.code}: ${end.output.slice(-1_000)}`,
    ),
  ];
}

function problemOf({ file, line, column, message }: Diagnostic, check: Check): Problem {
  const where = file === null ? null : path.resolve(check.cwd, file);
  const isOwn = where !== null && where !== realpathSync(check.configFile);

  return {
    file: isOwn ? readablePath(where, check.cwd) : null,
    line: isOwn ? line : null,
    column: isOwn ? column : null,
    code: 'journey.syntax',
    path: null,
    message,
    journey: check.files.find((each) => each.file === where)?.journey ?? null,
  };
}

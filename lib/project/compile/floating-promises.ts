import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import { readablePath } from '../load/find-journeys.ts';
import {
  type CodePlace,
  PROBE_DECLARATION,
  type ProbedSource,
  probedSource,
} from './probed-source.ts';
import { compilerConfig, projectCompiler, typesOfCommand } from './project-compiler.ts';
import { readDiagnostics, runCompiler } from './run-compiler.ts';

/** Options of {@link floatingPromises}. */
export interface FloatingOptions {
  /** The project's folder, whose TypeScript and `tsconfig.json` are used. */
  readonly cwd: string;
  /** Journey files: absolute, or relative to the project's folder. */
  readonly files: readonly { readonly file: string; readonly journey: string }[];
  /** A folder inside the project, so that types are resolved from it. Absolute. */
  readonly cacheDir: string;
  /** The types of `waywiser` that belong to this command. Absolute. */
  readonly typesFile: string;
  /** Time limit of the compiler. Default: 2 minutes. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 120_000;
const DECLARATION = 'probe.d.ts';

/**
 * Finds statements of journeys, and of the project's files that they import, whose value is a promise
 * that nothing awaits. A copy of each file, in which every such value is the argument of a function
 * that takes no promise, is type-checked with the project's own TypeScript. A project without
 * TypeScript is not checked.
 */
export async function floatingPromises(options: FloatingOptions): Promise<readonly Problem[]> {
  const cwd = realpathSync(options.cwd);
  const sources = probedSources(options.files, cwd);
  const compiler = projectCompiler(cwd);
  const hasValues = sources.some(({ values }) => values.length > 0);
  const found = compiler === null || !hasValues ? [] : await compiled(sources, compiler, options);

  return [
    ...found,
    ...sources.flatMap((source) =>
      source.asyncLoops.map((place) =>
        problemAt(place, source, { cwd, message: loopMessage(place) }),
      ),
    ),
  ];
}

/** Type-checks the copies, and finds the promises by what the compiler reports about them. */
async function compiled(
  sources: readonly Source[],
  compiler: string,
  options: FloatingOptions,
): Promise<readonly Problem[]> {
  const cwd = realpathSync(options.cwd);
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  await mkdir(options.cacheDir, { recursive: true });
  const folder = await mkdtemp(path.join(realpathSync(options.cacheDir), 'awaits-'));
  try {
    const copies = await writeCopies(sources, folder);
    const configFile = path.join(folder, 'tsconfig.json');
    const types = typesOfCommand(cwd, options.typesFile);
    const config = configOf(cwd, { folder, copies: [...copies.keys()], types });
    await writeFile(configFile, JSON.stringify(config));
    const args = ['--project', configFile, '--pretty', 'false'];
    const end = await runCompiler({ program: compiler, args, cwd, deadlineMs });

    return end.kind === 'late' ? [tookTooLong(deadlineMs)] : promisesIn(end.output, copies, cwd);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function promisesIn(
  output: string,
  copies: ReadonlyMap<string, Source>,
  cwd: string,
): readonly Problem[] {
  return readDiagnostics(output).flatMap(({ file, line, column }) => {
    const source = file === null ? undefined : copies.get(path.resolve(cwd, file));
    const left = source?.values.find(
      ({ probed }) => probed.line === line && probed.column === column,
    );
    if (source === undefined || left === undefined) return [];

    return [problemAt(left, source, { cwd, message: floatingMessage(left) })];
  });
}

function floatingMessage({ code }: CodePlace): string {
  return `Cannot leave "${code}" without await: it is a promise that nothing waits for; expected \`await\` before it`;
}

function loopMessage({ code }: CodePlace): string {
  return `Cannot await "${code}": forEach drops the promises of an async function; expected a loop with \`for (const … of …)\`, or \`await Promise.all(….map(…))\``;
}

function tookTooLong(deadlineMs: number): Problem {
  return commandLineProblem(
    `Cannot look for promises that nothing awaits: TypeScript took longer than ${deadlineMs / 1_000} s; expected a result within that time`,
  );
}

interface Source extends ProbedSource {
  readonly file: string;
  readonly journey: string;
}

/** The journeys' files and all that they import from the project, each once. */
function probedSources(files: FloatingOptions['files'], cwd: string): readonly Source[] {
  const sources = new Map<string, Source>();
  const waiting = files.map(({ file, journey }) => ({ file: path.resolve(cwd, file), journey }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const file = realpathSync(next.file);
    if (sources.has(file)) continue;
    const probed = probedSource(readFileSync(file, 'utf8'));
    if (probed === null) continue;
    const { journey } = next;
    sources.set(file, { ...probed, file, journey });
    for (const imported of probed.imports) {
      const found = importedFile(path.resolve(path.dirname(file), imported));
      if (found !== null) waiting.push({ file: found, journey });
    }
  }

  return [...sources.values()];
}

/** Endings that an import may leave out or, as `.js` for `.ts`, replace. */
const ENDINGS = ['', '.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.js'];

function importedFile(wanted: string): string | null {
  const bases = [wanted, wanted.replace(/\.([cm]?)js$/, '.$1ts')];
  const candidates = bases.flatMap((base) => ENDINGS.map((ending) => `${base}${ending}`));

  return candidates.find((each) => /\.[cm]?[jt]s$/.test(each) && isFile(each)) ?? null;
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}

/** Writes each copy below `folder`, at the path of its file from the root; returns them by their paths. */
async function writeCopies(
  sources: readonly Source[],
  folder: string,
): Promise<ReadonlyMap<string, Source>> {
  const copies = new Map<string, Source>();
  await writeFile(path.join(folder, DECLARATION), PROBE_DECLARATION);
  for (const source of sources) {
    const copy = path.join(folder, path.relative(path.parse(source.file).root, source.file));
    await mkdir(path.dirname(copy), { recursive: true });
    await writeFile(copy, source.text);
    copies.set(copy, source);
  }

  return copies;
}

interface ConfigParts {
  readonly folder: string;
  readonly copies: readonly string[];
  readonly types: Readonly<Record<string, unknown>>;
}

function configOf(cwd: string, { folder, copies, types }: ConfigParts): unknown {
  const declaration = path.join(folder, DECLARATION);
  const { root } = path.parse(folder);

  return compilerConfig(cwd, [declaration, ...copies], {
    allowJs: true,
    checkJs: true,
    // Relative imports of a copy find the other copies, and the files that have none.
    rootDirs: [folder, root],
    ...types,
  });
}

function problemAt(
  { line, column }: CodePlace,
  { file, journey }: Source,
  { cwd, message }: { readonly cwd: string; readonly message: string },
): Problem {
  return {
    file: readablePath(file, cwd),
    line,
    column,
    code: 'journey.syntax',
    path: null,
    message,
    journey,
  };
}

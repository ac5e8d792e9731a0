import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildFailure, type BuildResult, type Message, type OutputFile } from 'esbuild';
import { journeyStem } from '../load/find-journeys.ts';

/** A bundled file of the project, written to the cache. */
export interface Bundle {
  readonly kind: 'bundle';
  /** The source file, absolute. */
  readonly file: string;
  /** Absolute; its source map has the same path with `.map` appended. */
  readonly bundlePath: string;
  /** First 12 hexadecimal digits of the code's SHA-256; the same on every machine. */
  readonly version: string;
}

/** A reason why a file could not be bundled. */
export interface BundleProblem {
  readonly code: 'journey.syntax' | 'journey.config';
  /** Absolute. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** The result of bundling: a bundle, or all problems. */
type Bundled = Bundle | { readonly kind: 'problems'; readonly problems: readonly BundleProblem[] };

const VERSION_DIGITS = 12;
const NODE_TARGET = 'node20.19';

/**
 * Bundles a journey or configuration file with the packages it imports into one CommonJS file,
 * `<cacheDir>/bundles/<name>-<version>.cjs`. `waywiser` stays an import, resolved by the process that runs the bundle.
 */
export async function bundleJourney(file: string, cacheDir: string): Promise<Bundled> {
  try {
    const result = await compile(file, path.join(cacheDir, 'bundles'));

    return await keep(result, { file, cacheDir });
  } catch (error) {
    if (isBuildFailure(error)) return { kind: 'problems', problems: problemsOf(error, file) };
    throw error;
  }
}

async function compile(
  file: string,
  outdir: string,
): Promise<BuildResult<{ readonly write: false }>> {
  return build({
    entryPoints: [file],
    // Paths in the code must not depend on the machine: the version is a hash of the code.
    absWorkingDir: path.dirname(file),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: NODE_TARGET,
    external: ['waywiser', 'waywiser/*'],
    keepNames: true,
    sourcemap: 'external',
    sourcesContent: true,
    logLevel: 'silent',
  });
}

async function keep(
  result: { readonly outputFiles: readonly OutputFile[] },
  target: { readonly file: string; readonly cacheDir: string },
): Promise<Bundle> {
  const code = outputOf(result.outputFiles, '.cjs');
  const version = createHash('sha256').update(code).digest('hex').slice(0, VERSION_DIGITS);
  const bundles = path.join(target.cacheDir, 'bundles');
  const bundlePath = path.join(bundles, `${journeyStem(target.file)}-${version}.cjs`);
  await mkdir(bundles, { recursive: true });
  await writeWhole(`${bundlePath}.map`, outputOf(result.outputFiles, '.map'));
  await writeWhole(bundlePath, code);

  return { kind: 'bundle', file: target.file, bundlePath, version };
}

/** Writes atomically by a rename, because another process may use the same bundle. */
async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}

function outputOf(files: readonly OutputFile[], ending: string): string {
  const output = files.find(({ path: name }) => name.endsWith(ending));
  if (output === undefined) throw new Error(`Cannot bundle: esbuild returned no ${ending} file`);

  return output.text;
}

function problemsOf(failure: BuildFailure, file: string): readonly BundleProblem[] {
  const problems = failure.errors.map((message) => problemOf(message, file));
  // esbuild reports a missing import once per import path; one problem per position is enough.
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));

  return [...unique.values()];
}

function problemOf({ text, location }: Message, file: string): BundleProblem {
  const place =
    location === null
      ? { file, line: null, column: null }
      : {
          file: path.resolve(path.dirname(file), location.file),
          line: location.line,
          column: columnOf(location),
        };
  const missing = /^Could not resolve "(.*)"/.exec(text);
  if (missing) {
    return {
      ...place,
      code: 'journey.config',
      message: `Cannot import "${missing[1]}": it was not found; expected an installed package or a file of the project`,
    };
  }

  const what = text.startsWith('Top-level await')
    ? 'it has a top-level await; expected await only inside functions'
    : text;

  return { ...place, code: 'journey.syntax', message: `Cannot read the file: ${what}` };
}

/** Converts esbuild's byte offset from 0 to a column in characters from 1. */
function columnOf(location: { readonly lineText: string; readonly column: number }): number {
  return Buffer.from(location.lineText).subarray(0, location.column).toString().length + 1;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

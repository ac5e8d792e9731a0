import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildFailure, type BuildResult, type Message, type OutputFile } from 'esbuild';
import { journeyStem } from '../load/find-journeys.ts';

/** A file of the author, bundled and written to the cache. */
export interface Bundle {
  readonly kind: 'bundle';
  /** The file it was made from, absolute. */
  readonly file: string;
  /** Absolute; its source map lies beside it with `.map` added. */
  readonly bundlePath: string;
  /** Twelve hexadecimal digits of the SHA-256 of the code: the same on every machine. */
  readonly version: string;
}

/** Why a file could not be bundled. */
export interface BundleProblem {
  readonly code: 'journey.syntax' | 'journey.config';
  /** Absolute. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** A bundle, or every reason why there is none. */
export type Bundled =
  | Bundle
  | { readonly kind: 'problems'; readonly problems: readonly BundleProblem[] };

const VERSION_DIGITS = 12;
const NODE_TARGET = 'node20.19';

/**
 * Bundles a journey or configuration file with the packages it imports into one CommonJS file,
 * `<cacheDir>/bundles/<name>-<version>.cjs`. `waywiser` stays an import, served by whoever runs it.
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
    // Paths in the code, which its version is a hash of, must not depend on the machine.
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

/** Another process may read or write the same bundle: a rename shows it whole or not at all. */
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
  // Two imports of the same missing name are one problem a place, not one a path through the code.
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
      message: `Cannot import "${missing[1]}": it was not found; expected an installed package or a file beside the journey`,
    };
  }

  const what = text.startsWith('Top-level await')
    ? "it awaits at its top level; expected await inside the journey's function only"
    : text;

  return { ...place, code: 'journey.syntax', message: `Cannot read the file: ${what}` };
}

/** Esbuild counts bytes from 0; editors count characters from 1. */
function columnOf(location: { readonly lineText: string; readonly column: number }): number {
  return Buffer.from(location.lineText).subarray(0, location.column).toString().length + 1;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

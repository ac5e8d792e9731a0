import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Settings that override the project's own: report errors, write nothing. */
const ALWAYS = {
  noEmit: true,
  composite: false,
  incremental: false,
  /** Journeys may be outside the project's own `rootDir`. */
  rootDir: path.parse(process.cwd()).root,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
} as const;

/** Settings for a project without `tsconfig.json`: strict, with the bundler's module resolution. */
const DEFAULTS = {
  strict: true,
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'preserve',
  moduleDetection: 'force',
  resolveJsonModule: true,
} as const;

/** A `tsconfig.json` for these files: the project's own settings, or strict ones where it has none. */
export function compilerConfig(
  cwd: string,
  files: readonly string[],
  changes: Readonly<Record<string, unknown>> = {},
): unknown {
  const own = path.join(cwd, 'tsconfig.json');
  const hasOwn = existsSync(own);

  return {
    ...(hasOwn && { extends: own }),
    compilerOptions: {
      ...(!hasOwn && { ...DEFAULTS, types: installedTypes(cwd) }),
      ...ALWAYS,
      ...changes,
    },
    files,
    include: [],
  };
}

/** Newer compilers ignore ambient types that are not listed in `types`. */
function installedTypes(cwd: string): readonly string[] {
  return installed('@types/node', cwd) === null ? [] : ['node'];
}

/** The compiler's script of the project's own TypeScript; null: it is not installed. */
export function projectCompiler(cwd: string): string | null {
  const folder = installed('typescript', cwd);
  if (folder === null) return null;
  const manifest = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { bin }: { readonly bin?: { readonly tsc?: string } } = JSON.parse(manifest);
  const program = path.resolve(folder, bin?.tsc ?? 'bin/tsc');

  return existsSync(program) ? program : null;
}

/**
 * Where the types of `waywiser` are for a project that has not installed it, such as one that a command
 * from elsewhere runs: those of that command. Empty: the project has its own.
 */
export function typesOfCommand(cwd: string, typesFile: string): Readonly<Record<string, unknown>> {
  if (installed('waywiser', cwd) !== null || !existsSync(typesFile)) return {};

  return { paths: { waywiser: [typesFile] } };
}

/** The folder of a package as Node resolves it from the project; null: it is not installed. */
function installed(name: string, from: string): string | null {
  const folder = path.join(from, 'node_modules', name);
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(from);

  return parent === from ? null : installed(name, parent);
}

import path from 'node:path';
import type { JourneyKind } from '../../lib/core/record/run-record.ts';
import { type WorkerSandbox, workerSandbox } from '../../lib/runner/sandbox.ts';
import type { SandboxOptions } from '../../lib/runner/protocol.ts';
import { packageFolders } from '../../lib/runner/package-folders.ts';
import { pathsOf } from '../../lib/cli/frame/paths.ts';

const MEMORY_LIMIT_BYTES = 512 * 1_048_576;

/** A sandbox over the built worker, set up as the command line does but for `changes`. */
export function builtSandbox(
  kind: JourneyKind,
  maxWorkers: number,
  changes: Partial<SandboxOptions['settings']> & { readonly workerPath?: string } = {},
): WorkerSandbox {
  const { workerPath, ...settings } = changes;

  return sandboxWith(
    kind,
    { maxWorkers, ...(workerPath !== undefined && { workerPath }) },
    settings,
  );
}

/** One whose pool and memory differ as well: see {@link sandboxOptions}. */
export function sandboxWith(
  kind: JourneyKind,
  options: Partial<Omit<SandboxOptions, 'settings'>>,
  changes: Partial<SandboxOptions['settings']> = {},
): WorkerSandbox {
  return workerSandbox(sandboxOptions(kind, options, changes));
}

/** Options of the command line's sandbox, with one worker and four that may be idle, but for changes. */
export function sandboxOptions(
  kind: JourneyKind,
  options: Partial<Omit<SandboxOptions, 'settings'>>,
  changes: Partial<SandboxOptions['settings']> = {},
): SandboxOptions {
  const paths = pathsOf({ cwd: process.cwd(), env: process.env }, path.resolve('dist'));
  const { workerPath = paths.workerPath } = options;

  return {
    workerPath,
    readable: [...packageFolders(paths.workerPath), path.dirname(workerPath)].map((folder) =>
      path.join(folder, path.sep),
    ),
    maxWorkers: 1,
    maxIdle: 4,
    spare: 'always',
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    ...options,
    settings: {
      kind,
      chromiumPath: process.env['WAYWISER_CHROMIUM'] ?? null,
      cacheDir: paths.cacheDir,
      observerScriptPath: paths.observerScriptPath,
      browserMode: 'auto',
      allowPrivateTargets: [],
      lambdaRuntimeApi: null,
      ...changes,
    },
  };
}

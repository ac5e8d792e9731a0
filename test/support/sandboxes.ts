import path from 'node:path';
import type { JourneyKind } from '../../lib/core/record/run-record.ts';
import { type WorkerSandbox, workerSandbox } from '../../lib/runner/sandbox.ts';
import { pathsOf } from '../../lib/cli/frame/paths.ts';

const MEMORY_LIMIT_BYTES = 512 * 1_048_576;

/** A sandbox over the built worker, set up as the command line does. */
export function builtSandbox(kind: JourneyKind, maxWorkers: number): WorkerSandbox {
  const paths = pathsOf({ cwd: process.cwd(), env: process.env }, path.resolve('dist'));

  return workerSandbox({
    workerPath: paths.workerPath,
    maxWorkers,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    settings: {
      kind,
      chromiumPath: process.env['WAYWISER_CHROMIUM'] ?? null,
      cacheDir: paths.cacheDir,
      observerScriptPath: paths.observerScriptPath,
      browserMode: 'auto',
      allowPrivateTargets: [],
      lambdaRuntimeApi: null,
    },
  });
}

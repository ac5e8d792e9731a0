import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MANIFEST_FILE, type RunnerManifest } from '../../core/deploy/manifest.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Reads the manifest beside a runner's code. Throws an Error that names the file. */
export function readRunnerManifest(codeDir: string): RunnerManifest {
  const file = path.join(codeDir, MANIFEST_FILE);
  try {
    const manifest: RunnerManifest = JSON.parse(readFileSync(file, 'utf8'));

    return manifest;
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`Cannot start the runner: ${file} cannot be read: ${reason}`, { cause: error });
  }
}

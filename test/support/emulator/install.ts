import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Exact versions: the launcher corrects this one, and the CLI is the one that needs no installer. */
const PACKAGES = ['ministack==1.5.33', 'awscli==1.46.3'];
const INSTALL_DEADLINE_MS = 180_000;

/** Programs of a Python virtual environment. */
export interface EmulatorTools {
  readonly python: string;
  /** The AWS CLI. */
  readonly aws: string;
}

const execute = promisify(execFile);

/**
 * Installs MiniStack and the AWS CLI from PyPI into a virtual environment below `cacheDir`, once per
 * set of versions. It needs `python3` with its module `venv` (Debian: `python3-venv`).
 */
export async function installEmulator(cacheDir: string): Promise<EmulatorTools> {
  const dir = path.join(cacheDir, PACKAGES.join('_').replaceAll('==', '-'));
  const tools = { python: path.join(dir, 'bin/python'), aws: path.join(dir, 'bin/aws') };
  const ready = path.join(dir, 'installed');
  if (existsSync(ready)) return tools;

  // An installation that was interrupted; a virtual environment cannot be moved into place.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(cacheDir, { recursive: true });
  const limits = { timeout: INSTALL_DEADLINE_MS };
  await execute('python3', ['-m', 'venv', dir], limits);
  await execute(tools.python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], limits);
  writeFileSync(ready, '');

  return tools;
}

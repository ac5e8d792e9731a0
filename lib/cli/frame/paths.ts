import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Io } from './io.ts';

/** Paths of a project and of the product on this machine. All absolute. */
export interface Paths {
  readonly projectDir: string;
  /** Local state: the store and evidence. */
  readonly stateDir: string;
  readonly evidenceRoot: string;
  readonly bundleCacheDir: string;
  /** Folder for the unpacked Chromium, shared by all projects. */
  readonly cacheDir: string;
  /** Folder of the built product. */
  readonly distDir: string;
  /** The built command line. */
  readonly commandPath: string;
  readonly workerPath: string;
  readonly inspectPath: string;
  readonly observerScriptPath: string;
  readonly targetGuardPath: string;
  readonly deviceNamesPath: string;
  /** Folder with the script and stylesheet of the dashboard. */
  readonly webDir: string;
}

/** Environment variable with another folder for the local state, such as that of compressed time. */
export const STATE_VARIABLE = 'WAYWISER_STATE';

const OWN_STATE = '.waywiser';

/** The paths of the project in the current folder. `distDir`: folder of the built product. */
export function pathsOf(io: Pick<Io, 'cwd' | 'env'>, distDir: string): Paths {
  const named = io.env[STATE_VARIABLE];
  const stateDir = path.resolve(io.cwd, named === undefined || named === '' ? OWN_STATE : named);

  return {
    projectDir: io.cwd,
    stateDir,
    evidenceRoot: path.join(stateDir, 'evidence'),
    bundleCacheDir: path.join(io.cwd, OWN_STATE, 'cache'),
    cacheDir: path.join(io.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'waywiser'),
    distDir,
    commandPath: path.join(distDir, 'bin/waywiser.cjs'),
    workerPath: path.join(distDir, 'worker.cjs'),
    inspectPath: path.join(distDir, 'inspect.cjs'),
    observerScriptPath: path.join(distDir, 'page-observer.js'),
    targetGuardPath: path.join(distDir, 'target-guard.cjs'),
    deviceNamesPath: path.join(distDir, 'device-names.json'),
    webDir: path.join(distDir, 'web'),
  };
}

/** The version of the package that the built product belongs to. */
export function packageVersion(distDir: string): string {
  const file = path.join(path.dirname(distDir), 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));

  return version;
}

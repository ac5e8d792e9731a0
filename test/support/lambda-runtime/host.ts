import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { READ_ONLY, setMode, WRITABLE } from './folder-mode.ts';
import type { LambdaTools } from './tools.ts';

/** What all execution environments of a suite share, readable for the user that functions run as. */
export interface LambdaHost {
  readonly dir: string;
  readonly nodePath: string;
  readonly ricPath: string;
  /** What is /opt in Lambda. */
  readonly optDir: string;
  remove(): void;
}

/**
 * Functions run as `nobody` where that can be arranged: as in Lambda, a user whose home is not there.
 */
export const FUNCTION_USER: { readonly uid: number; readonly gid: number } | null =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;

/** Lays out the runtime and the layer in a temporary folder. */
export function prepareHost(tools: LambdaTools, layerDir: string): LambdaHost {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-lambda-'));
  chmodSync(dir, 0o755);
  const runtimeDir = path.join(dir, 'runtime');
  mkdirSync(runtimeDir);
  const nodePath = path.join(runtimeDir, 'node');
  cpSync(tools.nodePath, nodePath);
  for (const name of ['index.mjs', 'package.json', 'rapid-client.node']) {
    cpSync(path.join(tools.ricDir, name), path.join(runtimeDir, name));
  }
  const optDir = path.join(dir, 'opt');
  cpSync(layerDir, optDir, { recursive: true });
  setMode(optDir, READ_ONLY);

  return {
    dir,
    nodePath,
    ricPath: path.join(runtimeDir, 'index.mjs'),
    optDir,
    remove: () => {
      setMode(optDir, WRITABLE);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

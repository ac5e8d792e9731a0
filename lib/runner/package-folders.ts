import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** A package that every worker loads: where it is, the others are as well. */
const PROBE = 'expect';
const MODULES = `${path.sep}node_modules${path.sep}`;

/**
 * The folders that a worker's code is loaded from: the package of the platform, and the outermost
 * `node_modules` of the packages that it uses, as they are written and without symbolic links.
 */
export function packageFolders(workerPath: string): readonly string[] {
  const real = realpathSync(workerPath);
  const used = createRequire(real).resolve(PROBE);
  const places = [path.dirname(workerPath), path.dirname(real)].map((dist) => path.dirname(dist));
  const searched = createRequire(real).resolve.paths(PROBE) ?? [];

  return [...new Set([...places, outermostModules(used), ...searched])];
}

function outermostModules(file: string): string {
  const at = file.indexOf(MODULES);

  return at < 0 ? path.dirname(file) : file.slice(0, at + MODULES.length - 1);
}

// What the sources do not say and bundles know.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** For esbuild's `define`: the version that every run's instrument carries. */
export function sourceDefines(root) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

  return { WAYWISER_VERSION: JSON.stringify(version) };
}

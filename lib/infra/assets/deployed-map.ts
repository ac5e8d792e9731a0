import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunnableJourney } from '../../core/ports.ts';

/**
 * The source map of a journey's bundle, for the folder `journeys` of a function's code. Its paths
 * are relative to the project: an error in AWS names the same file as a local one, and the map is
 * the same on every machine.
 */
export function deployedMap({ plan, bundlePath }: RunnableJourney): string {
  const text = readFileSync(`${bundlePath}.map`, 'utf8');
  const map: { readonly sources: readonly string[] } = JSON.parse(text);
  const files = map.sources.map((source) => path.resolve(path.dirname(bundlePath), source));
  const own = files.find((file) => slashed(file).endsWith(`/${plan.file}`));
  if (own === undefined) return text;
  const projectDir = own.slice(0, -plan.file.length);
  const sources = files.map((file) => `../${slashed(path.relative(projectDir, file))}`);

  return JSON.stringify({ ...map, sources });
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMPRESSED_CLOCK_FILE } from './dev-time.ts';
import type { Paths } from './paths.ts';

/**
 * The present, in milliseconds since 1970; in a history of compressed time, how far its clock came.
 */
export function historyNowMs({ stateDir }: Pick<Paths, 'stateDir'>, deployed: boolean): number {
  const nowMs = Date.now();
  if (deployed) return nowMs;
  try {
    const text = readFileSync(path.join(stateDir, COMPRESSED_CLOCK_FILE), 'utf8');
    const { reached }: { readonly reached: string } = JSON.parse(text);

    return Math.min(nowMs, Date.parse(reached));
  } catch {
    // No such file: instants are as they seem.
    return nowMs;
  }
}

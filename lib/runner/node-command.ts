import { NODE_VARIABLE } from '../core/deploy/exec-wrapper.ts';

/** A program and its first arguments. */
export interface NodeCommand {
  readonly file: string;
  readonly first: readonly string[];
}

/**
 * How another process of this Node is started. A runtime that was started through a hidden loader
 * starts its workers through the same file: its own, whatever became of the name since then.
 */
export function nodeCommand(
  environment: Readonly<Record<string, string | undefined>>,
  execPath: string,
): NodeCommand {
  const node = environment[NODE_VARIABLE];
  if (node === undefined || node === execPath) return { file: execPath, first: [] };

  return { file: '/proc/self/exe', first: [node] };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ImportProblem, type Source } from '../../project/import/read-source.ts';

/** Reads a file, or standard input for `-`. */
export function readSource(given: string, cwd: string): Source {
  const isStandardInput = given === '-';
  const file = path.resolve(cwd, given);
  const label = isStandardInput ? 'standard input' : given;
  try {
    return { label, text: readFileSync(isStandardInput ? 0 : file, 'utf8') };
  } catch (error) {
    const reason = isCoded(error) ? error.code : String(error);
    const what = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[reason] ?? reason;
    throw new ImportProblem(`Cannot read ${given}: ${what}`, { cause: error });
  }
}

function isCoded(error: unknown): error is { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error;
}

import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

/** A place in one of the author's files. */
export interface StackPlace {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The author's line of the topmost frame of a stack that lies in the bundle; null: there is none. */
export function stackPlace(stack: string | null, bundlePath: string): StackPlace | null {
  const frame = stack === null ? null : bundleFrame(stack, bundlePath);
  if (frame === null) return null;

  const payload: SourceMapPayload = JSON.parse(readFileSync(`${bundlePath}.map`, 'utf8'));
  const entry = new SourceMap(payload).findEntry(frame.line - 1, frame.column - 1);
  if (!('originalSource' in entry)) return null;

  return {
    file: path.resolve(path.dirname(bundlePath), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

function bundleFrame(
  stack: string,
  bundlePath: string,
): { readonly line: number; readonly column: number } | null {
  const at = stack.indexOf(`${bundlePath}:`);
  const match = at < 0 ? null : /^(\d+):(\d+)/.exec(stack.slice(at + bundlePath.length + 1));

  return match === null ? null : { line: Number(match[1]), column: Number(match[2]) };
}

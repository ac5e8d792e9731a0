import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import type { AttemptRequest, SourcePosition } from '../core/journey/attempt.ts';

/** Maps stack traces of bundled code to the author's source. */
export interface SourceLocator {
  /** Source position of the first stack frame inside the bundle; null if there is none. */
  readonly locate: (error: unknown) => SourcePosition | null;
  /** Source position of the current call; null outside the bundle. */
  readonly currentPosition: () => SourcePosition | null;
}

/**
 * Reads the source map beside the bundle's file once. Without a source map, positions refer to the
 * bundle.
 */
export function sourceLocator(
  { bundlePath, projectDir }: Pick<AttemptRequest, 'bundlePath' | 'projectDir'>,
  bundleFile: string,
): SourceLocator {
  const map = readMap(`${bundleFile}.map`);

  function locate(error: unknown): SourcePosition | null {
    if (!(error instanceof Error) || typeof error.stack !== 'string') return null;
    const frame = bundleFrame(error.stack, bundlePath);
    if (frame === null) return null;

    return original(frame, map, bundlePath, projectDir);
  }

  function currentPosition(): SourcePosition | null {
    return locate(new Error('here'));
  }
  // The first call compiles and parses; doing it now keeps it out of the journey's time.
  currentPosition();

  return { locate, currentPosition };
}

interface Frame {
  readonly line: number;
  readonly column: number;
}

function bundleFrame(stack: string, bundlePath: string): Frame | null {
  const at = stack.indexOf(`${bundlePath}:`);
  if (at === -1) return null;
  const match = /^(\d+):(\d+)/.exec(stack.slice(at + bundlePath.length + 1));

  return match === null ? null : { line: Number(match[1]), column: Number(match[2]) };
}

// oxlint-disable-next-line max-params -- a frame, the map, and the two folders that paths hang on
function original(
  frame: Frame,
  map: SourceMap | null,
  bundlePath: string,
  projectDir: string,
): SourcePosition {
  const entry = map?.findEntry(frame.line - 1, frame.column - 1);
  if (entry === undefined || !('originalSource' in entry)) {
    return { file: path.relative(projectDir, bundlePath), ...frame };
  }
  const source = path.resolve(path.dirname(bundlePath), entry.originalSource);

  return {
    file: readablePath(source, projectDir),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

function readablePath(file: string, projectDir: string): string {
  const relative = path.relative(projectDir, file);

  return relative.startsWith('..') ? file : relative;
}

function readMap(mapPath: string): SourceMap | null {
  try {
    const payload: SourceMapPayload = JSON.parse(readFileSync(mapPath, 'utf8'));

    return new SourceMap(payload);
  } catch {
    // There is none, or it is damaged, or this process may not read it.
    return null;
  }
}

import { writeSync } from 'node:fs';
import v8 from 'node:v8';
import { formatBytes } from '../../report/format/bytes.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT } from './io.ts';
import { pathsOf } from './paths.ts';

/** Set to anything, it shows the stack of an error. */
const DEBUG_VARIABLE = 'WAYWISER_DEBUG';
const STANDARD_ERROR = 2;
/** V8 ends the process without a word when its heap is full: shortly before, we can say so. */
const HEAP_REST_BYTES = 64 * 1_048_576;
/** Of a small heap; V8 counts room for young objects in its limit that old ones cannot use. */
const HEAP_REST_SHARE = 0.25;
const HEAP_POLL_MS = 250;

/**
 * Ends the process with exit code 3 and one line for whatever nothing catches: otherwise Node would use
 * exit code 1, which is that of a journey that failed.
 */
export function exitOnOwnFailure(): void {
  // A command whose work comes to nothing has no result either.
  process.exitCode = EXIT.unknown;
  process.on('uncaughtException', endWith);
  process.on('unhandledRejection', endWith);
  setInterval(() => {
    const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics();
    if (used < limit - Math.min(HEAP_REST_BYTES, HEAP_REST_SHARE * limit)) return;
    endWith(
      new Error(
        `out of memory: ${formatBytes(used)} of ${formatBytes(limit)} of the heap are in use`,
      ),
    );
  }, HEAP_POLL_MS).unref();
}

/** The line about an error that ended a command: what happened, and where its state is. */
export function ownFailureLine(
  error: unknown,
  {
    cwd,
    env,
  }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): string {
  const { stateDir } = pathsOf({ cwd, env }, '');
  const text = describe(error, env[DEBUG_VARIABLE] !== undefined);
  const place =
    isOfTheSystem(error) && !text.includes(stateDir) ? `; the state is in ${stateDir}` : '';

  return `waywiser: ${text}${place}\n`;
}

function endWith(error: unknown): void {
  const text = `ended by a failure of its own: ${describe(error, false)}`;
  try {
    const { stateDir } = pathsOf({ cwd: process.cwd(), env: process.env }, '');
    const hint = `the state is in ${stateDir}, ${DEBUG_VARIABLE}=1 shows the stack`;
    writeSync(STANDARD_ERROR, `waywiser: ${cleanText(text)}; ${hint}\n`);
    if (process.env[DEBUG_VARIABLE] !== undefined) {
      writeSync(STANDARD_ERROR, `${describe(error, true)}\n`);
    }
  } finally {
    process.exit(EXIT.unknown);
  }
}

function describe(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);

  return verbose ? (error.stack ?? error.message) : error.message;
}

/** Errors of the system have a code such as EACCES: no file handles, no space, no permission. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

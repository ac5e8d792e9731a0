import { spawn } from 'node:child_process';

/** How the compiler ended. */
export type CompilerEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'late' };

/** One compilation. */
export interface Compilation {
  /** The compiler's program, for Node. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly deadlineMs: number;
}

/** What a thousand broken journeys print; the rest would not be read. */
const MAX_OUTPUT_CHARACTERS = 16_000_000;

/** Runs TypeScript's compiler in a process of its own, which is ended at the deadline. */
export async function runCompiler(compilation: Compilation): Promise<CompilerEnd> {
  const { program, args, cwd, deadlineMs } = compilation;
  // A group of its own: the program starts the compiler proper, which must end with it.
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MAX_OUTPUT_CHARACTERS) output += text;
    });
  }

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      resolve({ kind: 'late' });
    }, deadlineMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ kind: 'ended', code, output });
    });
  });
}

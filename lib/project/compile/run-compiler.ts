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

/** One error that TypeScript's compiler printed. */
export interface Diagnostic {
  /** As printed; null: it is about no file. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** 1-based. */
  readonly column: number | null;
  /** Such as `TS2322: Type 'number' is not assignable to type 'string'.`, then details. */
  readonly message: string;
}

const HEAD = /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/;
/** The last lines of a long chain repeat the first in ever smaller parts. */
const MAX_LINES = 6;

/** Reads what the compiler prints with `--pretty false`; other lines are left out. */
export function readDiagnostics(output: string): readonly Diagnostic[] {
  const found: Open[] = [];
  for (const text of output.split(/\r?\n/)) {
    const head = readHead(text);
    if (head !== null) found.push(head);
    else if (/^\s+\S/.test(text)) found.at(-1)?.lines.push(text.trim());
  }

  return found.map(({ lines, ...place }) => ({
    ...place,
    message: lines.slice(0, MAX_LINES).join('\n'),
  }));
}

type Open = Omit<Diagnostic, 'message'> & { readonly lines: string[] };

function readHead(text: string): Open | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const [, file = null, line, column, code = '', message = ''] = head;

  return {
    file,
    line: file === null ? null : Number(line),
    column: file === null ? null : Number(column),
    lines: [`${code}: ${message}`],
  };
}

import { spawn } from 'node:child_process';

/** The result of a compiler run. */
type CompilerEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'late' };

/** Command and limits of a compiler run. */
interface Compilation {
  /** The compiler's script, for Node. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly deadlineMs: number;
}

/** Limit of captured output, in characters: about 1,000 broken journeys. */
const MAX_OUTPUT_CHARACTERS = 16_000_000;

/** Runs the TypeScript compiler in a child process, which is killed at the time limit. */
export async function runCompiler(compilation: Compilation): Promise<CompilerEnd> {
  const { program, args, cwd, deadlineMs } = compilation;
  // A process group, because the script starts the compiler as another process.
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

/** One error printed by the TypeScript compiler. */
export interface Diagnostic {
  /** Path as printed; null: the error has no file. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** 1-based. */
  readonly column: number | null;
  /** Such as `TS2322: Type 'number' is not assignable to type 'string'.`, then details. */
  readonly message: string;
}

const HEAD = /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/;
/** Later lines of a long error chain repeat the first ones in smaller parts. */
const MAX_LINES = 6;

/** Parses the output of `tsc --pretty false`; other lines are ignored. */
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

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

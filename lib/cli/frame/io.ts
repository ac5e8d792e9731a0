import { withoutWorkflowCommands, cleanText } from '../../report/format/terminal-text.ts';
import { ansiPaint, plainPaint } from '../../report/terminal/text/paint.ts';
import type { Screen } from '../../report/terminal/text/styled-line.ts';

/**
 * Writes a text to a stream. In `text`, nothing works as a command of a CI system; `annotations` are
 * such commands.
 */
export type Write = (text: string, kind?: 'text' | 'annotations') => void;

/** The streams and the environment of a command, read once at the start. */
export interface Io {
  /** Standard output: results. */
  readonly out: Write;
  /** Standard error: progress and problems. */
  readonly err: Write;
  /** Whether to use colours. */
  readonly color: boolean;
  /** Whether standard error is a terminal that can be redrawn. */
  readonly isTty: boolean;
  /** Width of the terminal, or 100 where there is none. */
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Writes to a stream; see {@link Write}. */
export function writerTo(stream: { write(text: string): unknown }): Write {
  const inert = withoutWorkflowCommands();

  return (text, kind) => void stream.write(kind === 'annotations' ? text : inert(text));
}

/** Exit codes of all commands; `unknown`: the result could not be determined or written. */
export const EXIT = { passed: 0, failed: 1, misuse: 2, unknown: 3 } as const;

/** The terminal settings for {@link Io} that renderers need. */
export function screenOf(io: Io): Screen {
  return {
    paint: io.color ? ansiPaint : plainPaint,
    columns: io.columns,
    ascii: io.env['TERM'] === 'dumb' || io.env['WAYWISER_ASCII'] === '1',
  };
}

/** Prints problems with a command's arguments, and returns the exit code of wrong usage. */
export function misuse(problems: readonly string[], io: Pick<Io, 'err'>): number {
  for (const problem of problems) io.err(`waywiser: ${cleanText(problem)}\n`);

  return EXIT.misuse;
}

import { ansiPaint, plainPaint } from '../../report/terminal/text/paint.ts';
import type { Screen } from '../../report/terminal/text/styled-line.ts';

/** Where a command writes, and what it knows of where it runs. Read once, at the edge. */
export interface Io {
  /** Standard output: results. */
  readonly out: (text: string) => void;
  /** Standard error: progress, problems, everything that is no result. */
  readonly err: (text: string) => void;
  /** Whether to colour what goes to standard output. */
  readonly color: boolean;
  /** Whether standard error is a terminal that can be redrawn. */
  readonly isTty: boolean;
  /** Width of the terminal, or 100 where there is none. */
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Exit codes of every command. */
export const EXIT = { passed: 0, failed: 1, misuse: 2, unknown: 3 } as const;

/** The terminal that a command's pictures are for. */
export function screenOf(io: Io): Screen {
  return {
    paint: io.color ? ansiPaint : plainPaint,
    columns: io.columns,
    ascii: io.env['TERM'] === 'dumb' || io.env['WAYWISER_ASCII'] === '1',
  };
}

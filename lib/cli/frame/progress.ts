import type { Io } from './io.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** Progress of work whose size is known, on standard error. */
export interface Progress {
  /** So much of the whole is done now. */
  readonly done: (count: number) => void;
  readonly end: () => void;
}

const ERASE_LINE = '\r\u001B[2K';
const REDRAW_MS = 200;
/** Where the line cannot be redrawn. */
const LINE_MS = 10_000;

/** On a terminal one line with an estimate of the rest; elsewhere a line every ten seconds. */
export function progressOf(
  whole: number,
  io: Pick<Io, 'err' | 'isTty'>,
  nowMs: () => number,
): Progress {
  const startMs = nowMs();
  let shownMs = startMs;

  return {
    done: (count) => {
      const now = nowMs();
      if (now - shownMs < (io.isTty ? REDRAW_MS : LINE_MS)) return;
      shownMs = now;
      const restMs = ((now - startMs) / count) * (whole - count);
      const share = Math.floor((100 * count) / whole);
      const text = `${share}% written, about ${Math.ceil(restMs / SECOND_MS)} s left`;
      io.err(io.isTty ? `${ERASE_LINE}  ${text}` : `waywiser: ${text}\n`);
    },
    end: () => {
      if (io.isTty) io.err(ERASE_LINE);
    },
  };
}

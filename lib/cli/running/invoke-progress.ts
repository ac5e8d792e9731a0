import { cleanText } from '../../report/format/terminal-text.ts';
import type { InvokeTarget } from './invoke-answer.ts';
import type { Io } from '../frame/io.ts';

/** Which regions have not answered yet, on standard error. */
export interface RegionProgress {
  done(target: InvokeTarget): void;
  end(): void;
}

const ERASE_LINE = '\r\u001B[2K';

/** On a terminal: one line that vanishes at the end. Elsewhere: nothing. */
export function regionProgress(targets: readonly InvokeTarget[], io: Io): RegionProgress {
  if (!io.isTty) return { done: () => {}, end: () => {} };
  const waiting = new Set(targets);

  function show(): void {
    const regions = [...waiting].map(({ region }) => region).join(', ');
    const text = `${targets[0]?.plan.name ?? ''} runs in ${regions} …`;
    io.err(`${ERASE_LINE}  ${cleanText(text).slice(0, io.columns - 3)}`);
  }

  show();

  return {
    done: (target) => {
      waiting.delete(target);
      if (waiting.size > 0) show();
    },
    end: () => io.err(ERASE_LINE),
  };
}

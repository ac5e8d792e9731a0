import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { AttemptProgress } from '../../core/journey/attempt.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { Io } from '../frame/io.ts';

/** Progress of one run, on standard error. */
export interface RunProgress {
  readonly note: (progress: AttemptProgress) => void;
  readonly end: () => void;
}

const ERASE_LINE = '\r\u001B[2K';

/** On a terminal: one line that follows the steps and vanishes at the end. Elsewhere: nothing. */
export function runProgress(plan: JourneyPlan, io: Io): RunProgress {
  if (!io.isTty) return { note: () => {}, end: () => {} };
  show(`${plan.name} …`);

  function show(text: string): void {
    io.err(`${ERASE_LINE}  ${cleanText(text).slice(0, io.columns - 3)}`);
  }

  return {
    note: (progress) => {
      if (progress.kind === 'step-started') show(`${plan.name} › ${progress.name} …`);
    },
    end: () => io.err(ERASE_LINE),
  };
}

import type { BrowserContext } from 'playwright-core';
import type { FailureReason } from '../../../core/ports.ts';
import { replaceCall } from './followed-calls.ts';

/** Whether the journey has stopped the clock of its pages, with `page.clock.pauseAt()`. */
export interface PausedClock {
  /** Adds to the failure of a call that came too late that timers of the pages do not run. */
  note(failure: FailureReason | null, error: unknown): FailureReason | null;
}

/** Calls and expectations that ran out of time. */
const IS_LATE = /time-?out|timed out/i;

/** Watches the clock of a context. */
export function pausedClock({ clock }: BrowserContext): PausedClock {
  const pauseAt = clock.pauseAt.bind(clock);
  const resume = clock.resume.bind(clock);
  let isPaused = false;
  replaceCall(clock, 'pauseAt', async (time: number | string | Date) => {
    await pauseAt(time);
    isPaused = true;
  });
  replaceCall(clock, 'resume', async () => {
    await resume();
    isPaused = false;
  });

  return {
    note: (failure, error) => {
      const message = failure?.message ?? (error instanceof Error ? error.message : '');
      if (!isPaused || !IS_LATE.test(message)) return failure;

      return {
        cause: failure?.cause ?? 'target.assertion',
        message: `${message.trimEnd()}\nThe journey has paused the clock of the page (page.clock.pauseAt), so that its timers do not run`,
      };
    },
  };
}

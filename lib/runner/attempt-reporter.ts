import type { AttemptProgress, AttemptResult } from '../core/journey/attempt.ts';
import { type Redact, redactor } from '../core/record/redact.ts';
import { attemptRedactor, learnedSecrets } from '../core/run/learned-secrets.ts';
import { redactRun } from '../core/run/redact-run.ts';
import type { AttemptOrder, BrowserMode, WorkerReport } from './protocol.ts';
import { fitResult, fitTexts } from './wire/fit-message.ts';
import { MAX_PROGRESS_MESSAGES, MAX_PROGRESS_TOTAL_BYTES } from './wire/message-limits.ts';

/** Reports of one attempt, within the limits that the sandbox sets. */
export interface AttemptReporter {
  readonly progress: (progress: AttemptProgress) => void;
  readonly browser: (pids: readonly number[], mode: BrowserMode | null) => void;
  readonly done: (result: AttemptResult, clean: boolean) => void;
}

/** Room for the attempt's id and the words around a progress message, in bytes. */
const ENVELOPE_BYTES = 128;
/** A UTF-16 unit has at most three bytes in UTF-8. */
const BYTES_PER_UNIT = 3;

/** Creates the reporter of one attempt. */
export function attemptReporter(
  { attemptId, request }: AttemptOrder,
  report: (message: WorkerReport) => void,
): AttemptReporter {
  let own: Redact | null = null;
  let messagesLeft = MAX_PROGRESS_MESSAGES;
  let bytesLeft = MAX_PROGRESS_TOTAL_BYTES / 2;

  /** What the sandbox cannot replace: it does not know these secrets. */
  function withoutLearned<T extends AttemptResult | AttemptProgress>(message: T): T {
    const learned = learnedSecrets(request);

    return learned.length === 0 ? message : redactRun(message, redactor(learned));
  }

  // Made at its first use, which most attempts have not.
  function redact(text: string): string {
    own ??= attemptRedactor(request);

    return own(text);
  }

  /** Steps beyond the limits are in the result; only a lost worker loses them. */
  function isWithinLimits(progress: AttemptProgress): boolean {
    if (progress.kind.startsWith('body-')) return true;
    messagesLeft -= 1;
    bytesLeft -= ENVELOPE_BYTES + BYTES_PER_UNIT * JSON.stringify(progress).length;

    return messagesLeft >= 0 && bytesLeft >= 0;
  }

  return {
    progress: (progress) => {
      const fitted = fitTexts(withoutLearned(progress), redact);
      if (isWithinLimits(fitted)) report({ kind: 'progress', attemptId, progress: fitted });
    },
    browser: (pids, mode) => report({ kind: 'browser', attemptId, pids, mode }),
    done: (result, clean) => {
      report({ kind: 'done', attemptId, result: fitResult(withoutLearned(result), redact), clean });
    },
  };
}

import { type Cause, outcomeOf } from '../../lib/core/record/outcome.ts';
import type { AttemptResult } from '../../lib/core/journey/attempt.ts';
import { noReading } from '../../lib/core/run/instrument.ts';

/** An attempt that passed, or ended with a cause; nothing else was observed. */
export function attemptResult(cause: Cause | null = null): AttemptResult {
  const error =
    cause === null ? null : { message: cause, step: null, file: null, line: null, column: null };

  return {
    outcome: cause === null ? 'passed' : outcomeOf(cause),
    cause,
    error,
    durationMs: 12,
    checks: 1,
    steps: [],
    requests: [],
    vitals: null,
    instrument: noReading('20.19.0'),
    evidence: [],
    console: [],
    pageErrors: [],
    log: [],
    omitted: {},
  };
}

import { outcomeOf } from '../core/record/outcome.ts';
import type { AttemptRequest, AttemptResult, SourcePosition } from '../core/journey/attempt.ts';
import { classifyThrown } from '../core/run/classify.ts';
import { noObservations } from '../core/run/instrument.ts';

/** The result of an attempt that failed before the journey's body began. */
export function refusedResult(
  request: AttemptRequest,
  error: unknown,
  at: SourcePosition | null,
): AttemptResult {
  const { cause, message } = classifyThrown({ error, final: null, explained: null });

  return {
    outcome: outcomeOf(cause),
    cause,
    error: {
      message,
      step: null,
      file: at?.file ?? request.plan.file,
      line: at?.line ?? null,
      column: at?.column ?? null,
    },
    durationMs: 0,
    checks: 0,
    ...noObservations(process.versions.node),
  };
}
